/** Every page loads cleanly, and fits into windows of any width. */
import { test } from 'node:test';

import { none } from './setup/assert.mjs';
import { addresses, visit } from './setup/browser.mjs';
import { sample, variant } from './setup/site.mjs';

/** In CSS pixels; 320 is what WCAG 1.4.10 asks for, and what 1280 becomes at 400 %. */
const WIDTHS = [320, 360, 768, 1280, 1680];

test('every page loads without errors, and nothing makes it scroll sideways', async () => {
  const { root, variant: varied } = await addresses();
  none(await visit(pages(sample()), root, {}, overflow));
  none(await visit(pages(variant()), varied, {}, overflow));
});

test('nothing makes a page scroll sideways when all folds are open', async () => {
  const { root } = await addresses();
  const folded = pages(sample()).filter((page) => page.elements.some(({ tagName }) => tagName === 'details'));
  none(
    await visit(folded, root, { viewport: { width: 320, height: 740 } }, async (page) => {
      await page.evaluate(() => document.querySelectorAll('details').forEach((fold) => (fold.open = true)));
      return tooWide(page, 320);
    }),
  );
});

test('the paper of a printed page is wide enough', async () => {
  const { root } = await addresses();
  // A4 without its margins, at 96 pixels an inch.
  const width = 665;
  none(
    await visit(pages(sample()), root, { viewport: { width, height: 900 } }, async (page) => {
      await page.emulateMedia({ media: 'print' });
      return tooWide(page, width);
    }),
  );
});

/** @param {import('./setup/site.mjs').Site} site */
function pages(site) {
  return site.pages.filter((page) => page.kind !== 'redirect');
}

/** @param {import('playwright-core').Page} page */
async function overflow(page) {
  const problems = [];
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 800 });
    problems.push(...(await tooWide(page, width)));
  }
  return problems;
}

/**
 * @param {import('playwright-core').Page} page
 * @param {number} width
 */
async function tooWide(page, width) {
  const found = await page.evaluate(() => {
    const all = [...document.querySelectorAll('body *')];
    const widest = all.reduce((one, other) => (right(other) > right(one) ? other : one), document.body);
    return { width: document.scrollingElement?.scrollWidth ?? 0, widest: widest.outerHTML.slice(0, 120) };
    function right(element) {
      return element.getBoundingClientRect().right;
    }
  });
  return found.width > width ? [`${found.width} px wide in a window of ${width} px, because of ${found.widest}`] : [];
}
