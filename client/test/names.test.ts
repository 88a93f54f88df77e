/** A page that is named like the query comes first, whatever else other pages say of it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Lang, openIndex } from '../src/engine/index';
import { disk, titleOf, written } from './site';

/** Of each language: names of pages, and what a page that has them as headings is called. */
const NAMES = {
  zh: { names: ['登记', '分级登记：材料清单', '登记 - 第 2 步', '「分级」登记'], other: '登记与分级' },
  en: { names: ['Add', 'Add a report', 'Report wizard - fields', 'Wizard (report)'], other: 'Report wizard' },
};

const pages = Object.entries(NAMES).flatMap(([lang, { names, other }]) => {
  const ending = lang === 'en' ? '.en.md' : '.md';
  const said = names.map((name) => `## ${name}\n\n${`${name} ${other} `.repeat(20)}`).join('\n\n');
  return [
    ...names.map((name, at) => [`name${at}${ending}`, [name, '…']]),
    ...[1, 2, 3].map((page) => [`other${page}${ending}`, [`${other} ${page}`, said]]),
  ];
});
const site = written(Object.fromEntries(pages));

for (const lang of ['zh', 'en'] as Lang[]) {
  test(`${lang}: a page that is named like the query comes first`, async () => {
    const index = await openIndex(disk(site, lang));
    for (const name of NAMES[lang].names) {
      const { hits } = await index.search(name);
      assert.ok(hits.length > 1, `${name} is on other pages, too`);
      assert.equal(titleOf(hits[0]), name);
    }
  });
}
