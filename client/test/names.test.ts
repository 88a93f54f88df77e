/** A page that is named like the query comes first, whatever else other pages say of it. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { type Lang, openIndex } from '../src/engine/index';
import { build, disk } from './site';

/** Of each language: names of pages, and what a page that has them as headings is called. */
const NAMES = {
  zh: { names: ['登记', '分级登记：材料清单', '登记 - 第 2 步', '「分级」登记'], other: '登记与分级' },
  en: { names: ['Add', 'Add a report', 'Report wizard - fields', 'Wizard (report)'], other: 'Report wizard' },
};

function written(): string {
  const root = mkdtempSync(join(tmpdir(), 'casebook-client-'));
  const folder = join(root, 'content/docs');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(root, 'site.toml'), 'title = { zh = "试", en = "Trial" }\nbase_url = "https://trial.example/"\n');
  const write = (path: string, title: string, body: string) => writeFileSync(join(folder, path), `---\ntitle: "${title}"\n---\n\n${body}\n`);
  for (const [lang, { names, other }] of Object.entries(NAMES)) {
    const ending = lang === 'en' ? '.en.md' : '.md';
    names.forEach((name, at) => write(`name${at}${ending}`, name, lang === 'en' ? 'Short.' : '简短。'));
    for (const page of [1, 2, 3]) {
      const sections = names.map((name) => `## ${name} {#s${page}${names.indexOf(name)}}\n\n${`${name} ${other} `.repeat(20)}`);
      write(`other${page}${ending}`, `${other} ${page}`, sections.join('\n\n'));
    }
  }
  return build(root);
}

const site = written();

for (const lang of ['zh', 'en'] as Lang[]) {
  test(`${lang}: a page that is named like the query comes first`, async () => {
    const index = await openIndex(disk(site, lang));
    for (const name of NAMES[lang].names) {
      const { hits } = await index.search(name);
      assert.ok(hits.length > 1, `${name} is on other pages, too`);
      assert.equal(hits[0].title, name);
    }
  });
}
