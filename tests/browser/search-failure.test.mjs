/** When a part of the search does not arrive, or not as it should, the reader is told what to do. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { addresses, tab } from './setup/browser.mjs';
import { ask, PARTS, QUERIES, searchPage } from './setup/search.mjs';
import { counterpart, LANGS } from './setup/site.mjs';

const PROGRAM = /\/search\.[^/]*\.js$/;
const ROOT = /\/search\/(zh|en)\/root\.bin$/;
const SHARD = /\/search\/(zh|en)\/(t|x)\/.*\.bin$/;

/** Ways to fail; each leaves a request without its proper answer. */
const FAILURES = {
  'does not arrive': (route) => route.abort(),
  'is not there': (route) => route.fulfill({ status: 404, body: 'not found' }),
  'arrives cut short': async (route) => {
    const response = await route.fetch();
    const body = await response.body();
    await route.fulfill({ response, body: body.subarray(0, body.length >> 1) });
  },
  'arrives changed': async (route) => {
    const response = await route.fetch();
    const body = Buffer.from(await response.body());
    body[body.length >> 1] ^= 0x55;
    await route.fulfill({ response, body });
  },
  'is a page instead': (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>Sign in</title>' }),
};

for (const [what, pattern] of [['the root of the index', ROOT], ['a part of the index', SHARD]]) {
  for (const [how, fail] of Object.entries(FAILURES)) {
    test(`if ${what} ${how}, the dialog says so, and finds what is asked for when tried again`, async () => {
      const { page, query } = await open(LANGS[0], (tab) => tab.route(pattern, fail));
      await ask(page, query);
      const again = page.locator('dialog [role=status] button');
      await again.waitFor();
      assert.equal(await page.locator(PARTS.option).count(), 0, 'nothing is shown that may be wrong');
      await page.unroute(pattern);
      await again.click();
      await page.locator(PARTS.option).first().waitFor();
      assert.equal(await again.count(), 0);
      await page.context().close();
    });
  }
}

for (const lang of LANGS) {
  test(`${lang}: if a part of the index fails, the search page says so, and finds what is asked for when tried again`, async () => {
    const { root } = await addresses();
    const { page } = await tab();
    await page.route(SHARD, FAILURES['is not there']);
    await page.goto(root + searchPage(lang, { q: QUERIES[lang].common }));
    const again = page.locator('[role=status] button');
    await again.waitFor();
    assert.equal(await page.locator(PARTS.hit).count(), 0);
    await page.unroute(SHARD);
    await again.click();
    await page.locator(PARTS.hit).first().waitFor();
    await page.context().close();
  });
}

test('if the program does not arrive, the dialog says so, and loads it when tried again', async () => {
  const { page, query } = await open(LANGS[0], (tab) => tab.route(PROGRAM, FAILURES['does not arrive']));
  await ask(page, query);
  const again = page.locator('dialog [role=status] button');
  await again.waitFor();
  await page.unroute(PROGRAM);
  await again.click();
  await page.locator(PARTS.option).first().waitFor();
  await page.context().close();
});

test('if filters fail, results stay, and filters come when tried again', async () => {
  const { root } = await addresses();
  const { page } = await tab();
  const facets = /\/search\/zh\/f\/.*\.bin$/;
  await page.route(facets, FAILURES['does not arrive']);
  await page.goto(root + searchPage(LANGS[0], { q: QUERIES['zh-Hans'].common }));
  await page.locator('.search-facets button').waitFor();
  assert.ok((await page.locator(PARTS.hit).count()) > 0);
  await page.unroute(facets);
  await page.locator('.search-facets button').click();
  await page.locator(PARTS.filter).first().waitFor();
  await page.context().close();
});

test('without a network, the dialog says that there is none', async () => {
  const { page, query } = await open(LANGS[1]);
  await page.keyboard.press('/');
  await page.locator('dialog[open] .search-status:not(:empty)').waitFor();
  await page.context().setOffline(true);
  await page.keyboard.insertText(query);
  await page.locator('dialog [role=status]', { hasText: 'no network' }).waitFor();
  await page.context().setOffline(false);
  await page.locator('dialog [role=status] button').click();
  await page.locator(PARTS.option).first().waitFor();
  await page.context().close();
});

test('if the index has another version, the reader is asked to load the page again', async () => {
  const { page, query } = await open(LANGS[1], (tab) =>
    tab.route(ROOT, async (route) => {
      const response = await route.fetch();
      const body = Buffer.from(await response.body());
      body[4] = 99;
      await route.fulfill({ response, body });
    }),
  );
  await ask(page, query);
  const reload = page.locator('dialog [role=status] button');
  await reload.waitFor();
  await page.unroute(ROOT);
  const loaded = page.waitForEvent('load');
  await reload.click();
  await loaded;
  await page.context().close();
});

test('a browser that cannot unpack the index is told so', async () => {
  const { page, query } = await open(LANGS[1], (tab) =>
    tab.addInitScript(() => Reflect.deleteProperty(globalThis, 'DecompressionStream')),
  );
  await ask(page, query);
  await page.locator('dialog [role=status]', { hasText: 'browser' }).waitFor();
  assert.equal(await page.locator('dialog [role=status] button').count(), 0);
  await page.context().close();
});

/**
 * A tab with a list of cases, and what to look for there.
 *
 * @param {string} lang
 * @param {(tab: import('playwright-core').Page) => Promise<unknown>} [prepare] what is to be done to
 *   the tab before it has a page: a page that is there already asks past a route for a moment
 */
async function open(lang, prepare) {
  const { root } = await addresses();
  const { page } = await tab();
  await prepare?.(page);
  await page.goto(root + counterpart('cases/index.html', lang));
  return { page, query: QUERIES[lang].common };
}
