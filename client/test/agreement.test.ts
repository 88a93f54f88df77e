/** The browser's engine and the program give the same answers. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Lang, openIndex } from '../src/engine/index';
import { queries } from './queries';
import { build, casebook, disk, texts } from './site';

const SITES = { sample: '..', ...(process.env.CASEBOOK_SITE ? { generated: process.env.CASEBOOK_SITE } : {}) };
const COUNT = Number(process.env.QUERIES ?? 2000);

for (const [name, root] of Object.entries(SITES)) {
  const site = build(root);
  for (const lang of ['zh', 'en'] as Lang[]) {
    test(`${name}, ${lang}: the same pages, scores, counts and corrections`, async () => {
      const asked = queries(texts(site, lang), COUNT, lang === 'zh' ? 1 : 2);
      const facets = ['kind', 'clause', 'year'];
      const args = ['search', '-', '--root', root, '--language', lang, '--json', ...facets.flatMap((facet) => ['--facet', facet])];
      const lines = casebook(args, `${asked.join('\n')}\n`).trimEnd().split('\n');
      assert.equal(lines.length, asked.length);
      const index = await openIndex(disk(site, lang));
      const differing: string[] = [];
      for (const [at, query] of asked.entries()) {
        const native = JSON.parse(lines[at]);
        const { hits, total, loose, corrections } = await index.search(query, { whole: true });
        const counts = await index.count(query);
        const own = {
          total: [total ?? counts.total, counts.total],
          loose,
          corrections: corrections.flatMap(({ from, to }) => to.map((to) => ({ from, to, pinyin: /\p{Script=Han}/u.test(to) }))),
          hits: hits.map(({ page, score, path, id }) => [page, score, path, id]),
          facets: facets.map((name) => (counts.facets[name] ?? []).filter(({ count }) => count).map(({ id, count }) => [id, count])),
        };
        const other = {
          total: [native.total, native.total],
          loose: native.loose,
          corrections: native.corrections,
          hits: native.hits.map(({ page, score, path, section }: Record<string, unknown>) => [page, score, path, section]),
          facets: facets.map((name) => native.facets?.[name] ?? []),
        };
        try {
          assert.deepEqual(own, other);
        } catch (error) {
          differing.push(`${query}: ${(error as Error).message}`);
        }
      }
      assert.equal(differing.length, 0, `${differing.length} of ${asked.length} differ\n${differing.slice(0, 5).join('\n')}`);
    });
  }
}
