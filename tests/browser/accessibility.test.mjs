/** WCAG 2.2 A and AA, and axe's best practices, on every kind of page. */
import { test } from 'node:test';

import axe from 'axe-core';

import { none } from './setup/assert.mjs';
import { addresses, visit } from './setup/browser.mjs';
import { LANGS, representatives } from './setup/site.mjs';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

const LOOKS = [
  { name: 'light', options: { colorScheme: 'light' } },
  { name: 'dark', options: { colorScheme: 'dark' } },
  { name: 'light and narrow', options: { colorScheme: 'light', viewport: { width: 360, height: 740 } } },
];

for (const lang of LANGS) {
  for (const look of LOOKS) {
    test(`${lang}: no page breaks a rule of axe (${look.name})`, async () => {
      const { root, variant: varied } = await addresses();
      const pages = representatives(lang);
      none(await visit(pages.sample, root, look.options, violations));
      none(await visit(pages.variant, varied, look.options, violations));
    });
  }
}

/** @param {import('playwright-core').Page} page */
async function violations(page) {
  // What is folded away is not checked, so nothing is.
  await page.evaluate(() => document.querySelectorAll('details').forEach((fold) => (fold.open = true)));
  await page.evaluate(axe.source);
  const found = await page.evaluate(async (rules) => {
    const results = await globalThis.axe.run({ runOnly: rules, resultTypes: ['violations'] });
    return results.violations.map(({ id, help, nodes }) => ({
      id, help, count: nodes.length, first: nodes[0].html.slice(0, 160), why: nodes[0].failureSummary,
    }));
  }, RULES);
  return found.map(({ id, help, count, first, why }) => `${id} (${count}): ${help}\n    ${first}\n    ${why.replace(/\s+/g, ' ')}`);
}
