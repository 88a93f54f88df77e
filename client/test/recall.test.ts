/** Everything that stands in a text is found: held against a plain scan of the texts. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Lang, openIndex, type SearchIndex } from '../src/engine/index';
import { build, disk, random, texts, titleOf, written } from './site';

const site = build('..');

async function pathsOf(index: SearchIndex, query: string): Promise<string[]> {
  const { hits } = await index.search(query, { limit: 100_000 });
  return hits.map(({ path }) => path).sort();
}

for (const lang of ['zh', 'en'] as Lang[]) {
  test(`${lang}: runs of Han characters are found on exactly the pages that have them`, async () => {
    const pages = texts(site, lang);
    const zones = new Map(pages.map(({ path, title, keywords, sections }) => [path, [title, ...keywords.split('\n'), ...sections.flatMap(([, heading, body]) => [heading, ...body.split('\n')])]]));
    const runs = [...zones.values()].flat().flatMap((text) => text.match(/\p{Script=Han}{2,}/gu) ?? []);
    assert.ok(lang === 'en' || runs.length > 1_000, 'a Chinese site is read as one');
    if (!runs.length) return;
    const index = await openIndex(disk(site, lang));
    const below = random(3);
    for (let round = 0; round < 400; round++) {
      const run = runs[below(runs.length)];
      const from = below(run.length - 1);
      const wanted = run.slice(from, from + 2 + below(7));
      const scan = [...zones].filter(([, zones]) => zones.some((zone) => zone.includes(wanted))).map(([path]) => path);
      assert.deepEqual(await pathsOf(index, `"${wanted}"`), scan.sort(), wanted);
      assert.deepEqual(await pathsOf(index, wanted), scan, wanted);
    }
  });

  test(`${lang}: words are found on the pages that have them`, async () => {
    const pages = texts(site, lang);
    const index = await openIndex(disk(site, lang));
    const below = random(4);
    for (let round = 0; round < 200; round++) {
      const { path, title, sections } = pages[below(pages.length)];
      const words = `${title} ${sections.map(([, , body]) => body).join(' ')}`.match(/[A-Za-z]{3,}/g);
      if (!words) continue;
      const word = words[below(words.length)];
      const { hits, total } = await index.search(`${word} `, { limit: 100_000 });
      const stop = total !== null && !hits.some((hit) => hit.path === path);
      // Stop words are not looked for in bodies.
      if (stop) assert.match(word, /^(a|an|and|are|as|at|be|but|by|can|do|does|for|from|has|have|how|i|if|in|into|is|it|its|no|not|of|on|or|our|so|such|that|the|their|then|there|these|they|this|to|was|we|were|what|when|where|which|who|why|will|with|you|your)$/i);
    }
  });
}

test('characters that have no code are found and shown', async () => {
  // A component of Han characters, and vertical punctuation.
  const site = written({ 'a.md': ['龴部︐龵部', '龴部与龵部︐都在此。'], 'b.md': ['手部', '鼻部与手部，都在此。'] });
  const index = await openIndex(disk(site, 'zh'));
  for (const query of ['龴部', '龵', '"龴部与龵部"']) {
    const { hits, total } = await index.search(query, { whole: true });
    assert.deepEqual([total, titleOf(hits[0])], [1, '龴部︐龵部'], query);
  }
  for (const query of ['手部', '鼻部与手部']) assert.equal((await index.search(query)).total, 1, query);
  assert.equal((await index.search('部与')).total, 2);
});
