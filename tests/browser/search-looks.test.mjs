/** Dialog and search page for every reader: WCAG 2.2 AA, any colors, narrow windows, paper. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import axe from 'axe-core';

import { none } from './setup/assert.mjs';
import { addresses, tab } from './setup/browser.mjs';
import { ask, PARTS, QUERIES, searchPage } from './setup/search.mjs';
import { counterpart, LANGS } from './setup/site.mjs';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

const LOOKS = {
  light: { colorScheme: 'light' },
  dark: { colorScheme: 'dark' },
  'light and narrow': { colorScheme: 'light', viewport: { width: 360, height: 740 } },
  'dark and narrow': { colorScheme: 'dark', viewport: { width: 360, height: 740 } },
};

for (const lang of LANGS) {
  const query = QUERIES[lang];
  for (const [look, options] of Object.entries(LOOKS)) {
    test(`${lang}: the dialog breaks no rule of axe, and is not too wide (${look})`, async () => {
      const { page } = await open(counterpart('cases/index.html', lang), options);
      await ask(page, query.foreign);
      await page.locator(`${PARTS.option}[lang]`).first().waitFor();
      none(await problems(page));
      await page.locator(PARTS.box).fill(query.term);
      await page.locator(`${PARTS.option} mark`).first().waitFor();
      await page.keyboard.press('ArrowDown');
      none(await problems(page));
      await page.locator(PARTS.box).fill(query.nothing);
      await page.locator(PARTS.status, { hasText: query.nothing }).waitFor();
      none(await problems(page));
      await page.context().close();
    });

    test(`${lang}: the search page breaks no rule of axe, and is not too wide (${look})`, async () => {
      const questions = [{}, { q: query.common, kind: 'case' }, { q: query.foreign }, { q: query.wrong }, { q: query.nothing }];
      for (const question of questions) {
        const { page } = await open(searchPage(lang, question), options);
        if (question.q) await page.locator('.search-status:not(:empty)').waitFor();
        if (question.kind) await page.locator(PARTS.filter).first().waitFor({ state: 'attached' });
        if (question.q === query.foreign) await page.locator('.search-other .hit').first().waitFor();
        none((await problems(page)).map((problem) => `${JSON.stringify(question)}: ${problem}`));
        await page.context().close();
      }
    });
  }
}

test('with a reader’s own few colors, the selected result is outlined', async () => {
  const { page } = await open('index.html', { forcedColors: 'active' });
  await ask(page, QUERIES['zh-Hans'].common);
  await page.locator(PARTS.option).first().waitFor();
  await page.keyboard.press('ArrowDown');
  const styles = await page.locator(PARTS.option).evaluateAll((all) => all.slice(0, 2).map((option) => getComputedStyle(option).outlineStyle));
  assert.deepEqual(styles, ['solid', 'none']);
  await page.context().close();
});

test('on paper there are results, and nothing to search with', async () => {
  const { page } = await open(searchPage(LANGS[0], { q: QUERIES['zh-Hans'].common }), {});
  await page.locator(PARTS.filter).first().waitFor({ state: 'attached' });
  await page.emulateMedia({ media: 'print' });
  assert.ok(await page.locator(PARTS.hit).first().isVisible());
  for (const part of ['.search-form', '.search-side', '.search-bar', '.search-more']) {
    assert.equal(await page.locator(part).isVisible(), false, part);
  }
  await page.context().close();
});

/**
 * @param {string} path
 * @param {import('playwright-core').BrowserContextOptions} options
 */
async function open(path, options) {
  const { root } = await addresses();
  const { page } = await tab(options);
  await page.goto(root + path);
  return { page };
}

/**
 * What axe finds, and whether there is something beside the window.
 *
 * @param {import('playwright-core').Page} page
 */
async function problems(page) {
  await page.evaluate(() => document.querySelectorAll('details').forEach((fold) => (fold.open = true)));
  await page.evaluate(axe.source);
  return page.evaluate(async (rules) => {
    const { violations } = await globalThis.axe.run({ runOnly: rules, resultTypes: ['violations'] });
    const found = violations.map(({ id, help, nodes }) => `${id}: ${help}\n    ${nodes[0].html.slice(0, 200)}\n    ${nodes[0].failureSummary}`);
    const { scrollWidth } = document.documentElement;
    const wide = [...document.querySelectorAll('dialog[open] *')].find((element) => element.getBoundingClientRect().right > innerWidth + 1);
    if (scrollWidth > innerWidth) found.push(`${scrollWidth} px wide in a window of ${innerWidth} px`);
    if (wide) found.push(`beside the window: ${wide.outerHTML.slice(0, 100)}`);
    return found;
  }, RULES);
}
