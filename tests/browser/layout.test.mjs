/** Every page loads cleanly, and fits into windows of any width and onto paper. */
import { test } from 'node:test';

import { none } from './setup/assert.mjs';
import { addresses, visit } from './setup/browser.mjs';
import { LANGS, representatives, sample, variant } from './setup/site.mjs';

/** Narrowest window, in CSS pixels: what WCAG 1.4.10 asks for, and what 1280 becomes at 400 %. */
const NARROWEST = 320;
/** Windows that every kind of page is shown in. */
const WIDTHS = [360, 768, 959, 960, 1280, 1680];
/** A4 without its margins, at 96 pixels an inch. */
const PAPER = 665;

test('every page loads without errors, and fits into a narrow window, folded or not', async () => {
  const { root, variant: varied } = await addresses();
  const check = async (page) => {
    const folded = await tooWide(page, NARROWEST);
    await page.evaluate(() => document.querySelectorAll('details').forEach((fold) => (fold.open = true)));
    return [...folded, ...(await tooWide(page, NARROWEST))];
  };
  const options = { viewport: { width: NARROWEST, height: 640 } };
  none(await visit(sample().pages.filter(isOwn), root, options, check));
  const known = new Set(sample().files);
  none(await visit(variant().pages.filter(isOwn).filter((page) => !known.has(page.path)), varied, options, check));
});

for (const lang of LANGS) {
  test(`${lang}: every kind of page fits into windows of all widths and onto paper`, async () => {
    const { root, variant: varied } = await addresses();
    const check = async (page) => {
      const problems = [];
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 800 });
        problems.push(...(await tooWide(page, width)), ...(await brokenWords(page, width)));
      }
      await page.emulateMedia({ media: 'print' });
      await page.setViewportSize({ width: PAPER, height: 900 });
      problems.push(...(await tooWide(page, PAPER)));
      await page.emulateMedia({ media: 'screen' });
      return problems;
    };
    const pages = representatives(lang);
    none(await visit(pages.sample, root, {}, check));
    none(await visit(pages.variant, varied, {}, check));
  });
}

/**
 * Whether a page stays where it is.
 *
 * @param {import('./setup/site.mjs').Page} page
 */
function isOwn(page) {
  return page.kind !== 'redirect';
}

/**
 * @param {import('playwright-core').Page} page
 * @param {number} width
 */
async function tooWide(page, width) {
  const found = await page.evaluate((limit) => {
    const width = document.scrollingElement?.scrollWidth ?? 0;
    if (width <= limit) return { width, widest: '' };
    const right = (element) => {
      const { left, width } = element.getBoundingClientRect();
      return left + Math.max(width, element.scrollWidth);
    };
    const all = [...document.querySelectorAll('body *')];
    const widest = all.reduce((one, other) => (right(other) >= right(one) ? other : one), document.body);
    return { width, widest: widest.outerHTML.slice(0, 120) };
  }, width);
  return found.width > width ? [`${found.width} px wide in a window of ${width} px, because of ${found.widest}`] : [];
}

/**
 * Latin words that a line ends within, in labels and headings: there, columns are too narrow.
 *
 * @param {import('playwright-core').Page} page
 * @param {number} width
 */
async function brokenWords(page, width) {
  const found = await page.evaluate(() => {
    const words = new Set();
    const labels = document.querySelectorAll('h1, h2, h3, dt, th, summary, nav a');
    for (const label of labels) {
      const texts = document.createTreeWalker(label, NodeFilter.SHOW_TEXT);
      for (let text = texts.nextNode(); text; text = texts.nextNode()) {
        for (const { 0: word, index } of text.textContent.matchAll(/\p{Script=Latin}{2,}/gu)) {
          const range = document.createRange();
          range.setStart(text, index);
          range.setEnd(text, index + word.length);
          if (range.getClientRects().length > 1) words.add(word);
        }
      }
    }
    return [...words];
  });
  return found.map((word) => `“${word}” is broken in a window of ${width} px`);
}
