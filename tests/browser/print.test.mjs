/** On paper a page is its text: no navigation, nothing folded away, dark ink on white. */
import { test } from 'node:test';

import { none } from './setup/assert.mjs';
import { addresses, visit } from './setup/browser.mjs';
import { LANGS, representatives } from './setup/site.mjs';

/** Parts of a page that are of no use on paper. */
const NAVIGATION = '.skip-link, .menu, .language-switch, .breadcrumbs, .toc, .side-nav, .letters, .pagination, .steps';

for (const lang of LANGS) {
  test(`${lang}: a printed page has its text and no navigation`, async () => {
    const { root, variant } = await addresses();
    const pages = representatives(lang);
    // The reader's dark colours are not for paper.
    const options = { colorScheme: 'dark', viewport: { width: 665, height: 900 } };
    none(await visit(pages.sample, root, options, onPaper));
    none(await visit(pages.variant, variant, options, onPaper));
  });
}

/** @param {import('playwright-core').Page} page */
async function onPaper(page) {
  await page.emulateMedia({ media: 'print' });
  return page.evaluate((navigation) => {
    const isVisible = (element) => element.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true });
    const name = (element) => element.outerHTML.slice(0, 80);
    const shown = [...document.querySelectorAll(navigation)].filter(isVisible).map((element) => `shown: ${name(element)}`);
    const text = document.querySelectorAll('h1, .prose > p, .prose li, .quiz-answer > p, .facts dd');
    const hidden = [...text].filter((element) => !isVisible(element)).map((element) => `hidden: ${name(element)}`);
    const light = (element, property) => {
      const [red, green, blue] = getComputedStyle(element)[property].match(/[\d.]+/g)?.map(Number) ?? [];
      return (red + green + blue) / 3;
    };
    const ink = [...document.querySelectorAll('h1, p, li, dd, td, th, a')].filter(isVisible).filter((element) => light(element, 'color') > 128);
    return [
      ...shown,
      ...hidden,
      ...(light(document.body, 'backgroundColor') < 250 ? ['the paper is dark'] : []),
      ...ink.map((element) => `too light: ${name(element)}`),
    ];
  }, NAVIGATION);
}
