/** Every text is there without JavaScript, and folds and quizzes work. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { none } from './setup/assert.mjs';
import { addresses, tab, visit } from './setup/browser.mjs';
import { LANGS, representatives, sample } from './setup/site.mjs';

for (const lang of LANGS) {
  test(`${lang}: every text of a page is there without JavaScript`, async () => {
    const { root } = await addresses();
    const pages = representatives(lang).sample;
    const read = async (javaScriptEnabled) => {
      const texts = new Map();
      const problems = await visit(pages, root, { javaScriptEnabled }, async (page, path) => {
        texts.set(path, await blocks(page));
      });
      none(problems);
      return texts;
    };
    const [plain, scripted] = [await read(false), await read(true)];
    none(
      pages.flatMap(({ path }) => {
        const there = new Set(plain.get(path));
        return scripted.get(path).filter((block) => !there.has(block)).map((block) => `${path}: ${block}`);
      }),
    );
    assert.ok([...plain.values()].every((texts) => texts.length > 3), 'pages have text');
  });
}

test('the answer of a quiz is hidden at first, and opens without JavaScript', async () => {
  const { root } = await addresses();
  const lesson = sample().pages.find((page) => page.html.includes('class="quiz-answer"'));
  assert.ok(lesson, 'no page has a quiz');
  const { page } = await tab({ javaScriptEnabled: false });
  await page.goto(root + lesson.path);
  const answer = page.locator('.quiz-answer').first();
  const text = answer.locator('p').first();
  assert.equal(await text.isVisible(), false);
  await answer.locator('summary').focus();
  await page.keyboard.press('Enter');
  await text.waitFor({ state: 'visible' });
  await page.context().close();
});

/**
 * The texts of the page's main part, block by block.
 *
 * @param {import('playwright-core').Page} page
 */
async function blocks(page) {
  const all = page.locator('main').locator('h1, h2, h3, h4, p, li, dt, dd, th, td, figcaption, summary');
  const texts = await all.evaluateAll((found) => found.map((element) => element.textContent ?? ''));
  return texts.map((text) => text.replace(/\s+/g, ' ').trim()).filter(Boolean);
}
