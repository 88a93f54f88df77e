/** Two languages: the switch leads to the same page, and a page without a translation says so. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { none } from './setup/assert.mjs';
import { addresses, follow, tab, visit } from './setup/browser.mjs';
import { LANGS, VARIANT, counterpart, representatives } from './setup/site.mjs';

for (const [lang, other] of [LANGS, [...LANGS].reverse()]) {
  test(`${lang}: the language switch leads to the same page in the other language, and back`, async () => {
    const { root, variant: varied } = await addresses();
    const check = (address) => async (page, path) => {
      const frame = (await page.locator('body').getAttribute('class')) ?? '';
      // The page for addresses that do not exist links from the root, wherever it is served.
      if (frame.includes('not-found')) return;
      const problems = [];
      for (const [target, tag] of [[other, other], [lang, lang]]) {
        await follow(page, page.locator('.language-switch a'));
        const expected = address + encodeURI(counterpart(path, target));
        if (page.url() !== expected) problems.push(`leads to ${page.url()}`);
        if ((await page.locator('html').getAttribute('lang')) !== tag) problems.push(`${page.url()} is not in ${tag}`);
        if ((await page.locator('body').getAttribute('class')) !== frame) problems.push(`${page.url()} is of another kind`);
      }
      return problems;
    };
    const pages = representatives(lang);
    none(await visit(pages.sample, root, {}, check(root)));
    none(await visit(pages.variant, varied, {}, check(varied)));
  });
}

const MISSING = [
  { name: 'English', path: `en/${VARIANT.withoutEnglish}`, frame: 'en', text: 'zh-Hans', notice: /not available in English/ },
  { name: 'Chinese', path: VARIANT.withoutChinese, frame: 'zh-Hans', text: 'en', notice: /中文/ },
];

for (const { name, path, frame, text, notice } of MISSING) {
  test(`a page without ${name} text is shown in the other language, with a notice`, async () => {
    const { variant } = await addresses();
    const { page, problems } = await tab();
    await page.goto(variant + path);
    assert.match(await page.locator('.notice-language').innerText(), notice);
    const lang = (selector) => page.locator(selector).first().evaluate((element) => element.closest('[lang]')?.getAttribute('lang'));
    assert.deepEqual(
      [await lang('body'), await lang('.notice-language'), await lang('h1'), await lang('.prose p')],
      [frame, frame, text, text],
    );
    const hidden = await page.locator('meta[name=robots]').getAttribute('content');
    assert.equal(hidden, 'noindex', 'search engines should know the original only');
    none(problems);
    await page.context().close();
  });
}

for (const prefix of ['', 'en/']) {
  test(`an old address leads to the page that moved (/${prefix})`, async () => {
    const { variant } = await addresses();
    const { page, problems } = await tab();
    await page.goto(variant + prefix + VARIANT.alias.replace('index.html', ''));
    await page.waitForURL(variant + prefix + VARIANT.moved);
    assert.equal(await page.locator('body').getAttribute('class'), 'kind-page');
    none(problems);
    await page.context().close();
  });
}
