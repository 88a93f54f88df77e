/** What a search loads, and when; under a strict policy, at the root, in a sub-path. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { none } from './setup/assert.mjs';
import { addresses, tab } from './setup/browser.mjs';
import { ask, PARTS, QUERIES, searchPage } from './setup/search.mjs';
import { serve } from './setup/server.mjs';
import { LANGS, sample } from './setup/site.mjs';

/** What belongs to searching: the program and the files of indexes. */
const SEARCH = /\/assets\/search\.[^/]*\.js$|\/search\/(zh|en)\//;

test('nothing of the search is loaded before the reader means to search', async () => {
  const { root } = await addresses();
  for (const path of ['index.html', 'cases/index.html', searchPage(LANGS[0]), searchPage(LANGS[1])]) {
    const { page } = await tab();
    const asked = requests(page);
    await page.goto(root + path, { waitUntil: 'networkidle' });
    await page.keyboard.press('Tab');
    await page.mouse.wheel(0, 400);
    assert.deepEqual(asked, [], path);
    const program = page.waitForRequest(/\/search\.[^/]*\.js$/);
    await page.locator('input[name=q]').focus();
    await program;
    await page.context().close();
  }
});

test('the program and the root of the index are asked for at the same time, and once', async () => {
  const { root } = await addresses();
  const { page, problems } = await tab();
  const asked = requests(page);
  // The program waits for the root: were the root to wait for the program, nothing would come.
  const rootAsked = page.waitForRequest(/root\.bin$/);
  await page.route(/\/search\.[^/]*\.js$/, async (route) => {
    await rootAsked;
    await route.continue();
  });
  await page.goto(root);
  await ask(page, QUERIES['zh-Hans'].common);
  await page.locator(PARTS.option).first().waitFor();
  // The other language is asked once the reader has had an answer.
  assert.equal(asked.filter((url) => url.endsWith('zh/root.bin')).length, 1, asked.join(' '));
  assert.equal(new Set(asked).size, asked.length, 'nothing is loaded twice');
  none(problems);
  await page.context().close();
});

test('the cards of a small site are asked for along with the terms', async () => {
  const { root } = await addresses();
  const { page, problems } = await tab();
  // Were the cards to wait for the terms, which tell whose are wanted, nothing would come.
  const cards = page.waitForRequest(/\/search\/zh\/c\//);
  await page.route(/\/search\/zh\/t\//, async (route) => {
    await cards;
    await route.continue();
  });
  await page.goto(root + searchPage('zh-Hans', { q: QUERIES['zh-Hans'].words }));
  await page.locator(PARTS.hit).first().waitFor();
  none(problems);
  await page.context().close();
});

test('texts are loaded for results that the reader looks at, and the focus stays where it was', async () => {
  const { root } = await addresses();
  const { page, problems } = await tab();
  const texts = requests(page, /\/search\/zh\/x\//);
  await page.goto(root + searchPage('zh-Hans', { q: QUERIES['zh-Hans'].words }));
  const hits = page.locator(PARTS.hit);
  await hits.first().waitFor();
  assert.ok((await hits.count()) > 5);
  assert.equal(texts.length, 0, 'cards are enough for a list');
  await hits.locator('h2 a').first().focus();
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('href'));
  const before = await focused();
  await page.locator('.hit-section a').first().waitFor();
  assert.ok(texts.length > 0);
  assert.equal(await focused(), before);
  assert.ok(before);
  none(problems);
  await page.context().close();
});

const REFUSALS = {
  'refuses': (response) => response.writeHead(401).end(),
  'leads to a page for signing in': (response) => response.writeHead(302, { location: '/index.html' }).end(),
};

for (const [how, refuse] of Object.entries(REFUSALS)) {
  test(`a site that ${how} whoever it does not know is searched like any other`, async (context) => {
    /** Files of the index that are asked for: all, and those without a cookie. */
    let [all, unknown] = [0, 0];
    const { origin, close } = await serve({ '/': sample().folder }, 0, (request, response) => {
      if (!SEARCH.test(request.url ?? '')) return false;
      all++;
      if (request.headers.cookie) return false;
      unknown++;
      // Not at once, so that others are asked for meanwhile.
      setTimeout(() => refuse(response), 50);
      return true;
    });
    context.after(close);
    // Words of so many files that not all are asked for by the first connections.
    const q = 'patent search risk review trademark budget design employee knowledge market training value';
    const { page } = await tab();
    await page.context().addCookies([{ name: 'reader', value: 'known', url: origin }]);
    const found = [];
    for (const address of [`${origin}/`, (await addresses()).root]) {
      await page.goto(address + searchPage('en', { q }));
      await page.locator(PARTS.hit).first().waitFor();
      await page.locator(PARTS.filter).first().waitFor({ state: 'attached' });
      found.push(await page.locator(`${PARTS.hit} h2`).allInnerTexts());
    }
    assert.deepEqual(found[0], found[1]);
    assert.ok(found[0].length > 0);
    assert.ok(unknown > 0, 'none was asked for without a cookie');
    assert.ok(unknown < all / 2, `${unknown} of ${all}`);
    await page.context().close();
  });
}

for (const lang of LANGS) {
  test(`${lang}: searching keeps to the policy default-src 'self', in a sub-path, too`, async () => {
    const { root, subPath } = await addresses();
    for (const address of [root, subPath]) {
      const { page, problems } = await tab();
      await page.route(/\.html(\?.*)?$/, async (route) => {
        const response = await route.fetch();
        await route.fulfill({ response, headers: { ...response.headers(), 'content-security-policy': "default-src 'self'" } });
      });
      await page.goto(address + searchPage(lang, { q: QUERIES[lang].common }));
      await page.locator(PARTS.filter).first().waitFor();
      await page.goto(`${address}cases/index.html`);
      await ask(page, QUERIES['zh-Hans'].common);
      await page.locator(PARTS.option).first().waitFor();
      none(problems);
      await page.context().close();
    }
  });
}

test('results and filters do not move what is already shown', async () => {
  const { root } = await addresses();
  for (const width of [360, 1280]) {
    const { page } = await tab({ viewport: { width, height: 800 } });
    await page.addInitScript(() => {
      globalThis.shifts = 0;
      new PerformanceObserver((list) => list.getEntries().forEach(({ value }) => (globalThis.shifts += value))).observe({
        type: 'layout-shift',
        buffered: true,
      });
    });
    await page.goto(root + searchPage(LANGS[0], { q: QUERIES['zh-Hans'].words }));
    await page.locator(PARTS.filter).first().waitFor({ state: 'attached' });
    // What the texts say comes in place of what the cards say.
    await page.locator('.hit-section a').first().waitFor();
    await page.waitForLoadState('networkidle');
    // Up to 0.1 is good: https://web.dev/articles/cls
    const shifts = await page.evaluate(() => globalThis.shifts);
    assert.ok(shifts < 0.1, `${shifts} in a window of ${width} px`);
    await page.context().close();
  }
});

/**
 * Addresses of what is asked for to search, as it happens.
 *
 * @param {import('playwright-core').Page} page
 */
function requests(page, wanted = SEARCH) {
  /** @type {string[]} */
  const asked = [];
  page.on('request', (request) => {
    if (wanted.test(new URL(request.url()).pathname)) asked.push(request.url());
  });
  return asked;
}
