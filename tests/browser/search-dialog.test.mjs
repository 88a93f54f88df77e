/** The search dialog: on every page, with the keyboard alone, while the reader types. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { none } from './setup/assert.mjs';
import { addresses, follow, tab } from './setup/browser.mjs';
import { ask, PARTS, QUERIES, searchPage } from './setup/search.mjs';
import { counterpart, LANGS } from './setup/site.mjs';

for (const lang of LANGS) {
  const query = QUERIES[lang];

  test(`${lang}: typing gives results, marked where they match, that lead to headings`, async () => {
    const { page, problems } = await open(lang);
    await ask(page, '');
    await page.keyboard.type(query.words);
    const options = page.locator(PARTS.option);
    await options.first().waitFor();
    assert.ok((await options.count()) > 3);
    const marked = await page.locator(`${PARTS.option} mark`).allInnerTexts();
    assert.ok(marked.some((text) => query.words.split(' ').includes(text.toLowerCase())), marked.join(', '));
    // The sections that match are in the texts, which come once the reader looks at the results.
    await page.locator(`${PARTS.option}[href*="#"]`).first().waitFor();
    const links = await options.evaluateAll((all) => all.map((link) => link.getAttribute('href')));
    assert.ok(links.some((link) => link.includes('#')), links.join(', '));
    await follow(page, options.nth(links.findIndex((link) => link.includes('#'))));
    assert.ok(await page.evaluate(() => document.getElementById(decodeURIComponent(location.hash.slice(1)))));
    none(problems);
    await page.context().close();
  });

  test(`${lang}: arrow keys go through the results and back to the box, Enter opens the one selected`, async () => {
    const { page } = await open(lang);
    await ask(page, query.common);
    await page.locator(PARTS.option).first().waitFor();
    assert.equal(await selected(page), -1);
    await page.keyboard.press('ArrowDown');
    assert.equal(await selected(page), 0);
    await page.keyboard.press('ArrowDown');
    assert.equal(await selected(page), 1);
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowUp');
    assert.equal(await selected(page), -1);
    await page.keyboard.press('ArrowUp');
    assert.equal(await selected(page), (await page.locator(PARTS.option).count()) - 1);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    const target = await page.locator(PARTS.option).first().evaluate((link) => link.href);
    const left = page.waitForEvent('framenavigated');
    await page.keyboard.press('Enter');
    await left;
    assert.equal(page.url(), target);
    await page.context().close();
  });

  test(`${lang}: Enter without a selection leads to the search page, with the query`, async () => {
    const { page, root } = await open(lang);
    await ask(page, query.common);
    await page.locator(PARTS.option).first().waitFor();
    await page.keyboard.press('Enter');
    await page.locator(PARTS.hit).first().waitFor();
    assert.equal(page.url(), root + searchPage(lang, { q: query.common }));
    assert.equal(await page.locator(PARTS.pageBox).inputValue(), query.common);
    await page.context().close();
  });

  test(`${lang}: results of the other language are offered, and marked as such`, async () => {
    const { page } = await open(lang);
    await ask(page, query.foreign);
    const foreign = page.locator(`${PARTS.option}[lang]`).first();
    await foreign.waitFor();
    assert.equal(await foreign.getAttribute('lang'), LANGS.find((other) => other !== lang));
    assert.ok(await foreign.locator('.status').isVisible());
    await page.context().close();
  });

  test(`${lang}: a query that a reader made use of is offered again, until it is cleared`, async () => {
    const { page } = await open(lang);
    await ask(page, query.term);
    await follow(page, page.locator(PARTS.option).first());
    await page.keyboard.press('/');
    const recent = page.locator(`${PARTS.option}:not(:has(.hit-title))`, { hasText: query.term });
    await recent.waitFor();
    await recent.click();
    assert.equal(await page.locator(PARTS.box).inputValue(), query.term);
    await page.locator(`${PARTS.option} mark`).first().waitFor();
    await page.locator(PARTS.box).fill('');
    await recent.waitFor();
    await page.locator('.search-foot button').click();
    await recent.waitFor({ state: 'detached' });
    await page.keyboard.press('Escape');
    await page.locator(PARTS.dialog).waitFor({ state: 'detached' });
    await page.keyboard.press('/');
    await page.locator(PARTS.box).waitFor();
    assert.equal(await page.locator(PARTS.option).count(), 0);
    await page.context().close();
  });

  test(`${lang}: what went unfound, or was taken for something else, is told`, async () => {
    const { page } = await open(lang);
    await ask(page, query.wrong);
    await page.locator('.search-note', { hasText: query.corrected }).waitFor();
    await page.locator(PARTS.option).first().waitFor();
    await page.locator(PARTS.box).fill(query.nothing);
    await page.locator(PARTS.status, { hasText: query.nothing }).waitFor();
    assert.equal(await page.locator(PARTS.option).count(), 0);
    await page.context().close();
  });
}

for (const keys of ['/', 'Control+k', 'Meta+k']) {
  test(`${keys} opens the dialog, Escape closes it, and the focus goes back to where it was`, async () => {
    const { page } = await open(LANGS[0]);
    const link = page.locator('main a').first();
    await link.focus();
    await page.keyboard.press(keys);
    await page.locator(PARTS.box).waitFor();
    assert.ok(await isFocused(page.locator(PARTS.box)));
    await page.keyboard.press('Escape');
    await page.locator(PARTS.dialog).waitFor({ state: 'detached' });
    assert.ok(await isFocused(link));
    await page.context().close();
  });
}

test('while the dialog is open, Tab does not leave it for the page', async () => {
  const { page } = await open(LANGS[0]);
  await ask(page, QUERIES[LANGS[0]].common);
  await page.locator(PARTS.option).first().waitFor();
  for (let press = 0; press < 10; press++) {
    await page.keyboard.press('Tab');
    const where = await page.evaluate(() => {
      const { activeElement, body } = document;
      // After the last element the focus is with the browser's own controls.
      return activeElement === body || activeElement?.closest('dialog') ? '' : activeElement?.outerHTML;
    });
    assert.equal(where, '');
  }
  await page.context().close();
});

test('a click beside the dialog closes it', async () => {
  const { page } = await open(LANGS[0]);
  await page.keyboard.press('/');
  await page.locator(PARTS.box).waitFor();
  await page.mouse.click(5, 400);
  await page.locator(PARTS.dialog).waitFor({ state: 'detached' });
  await page.context().close();
});

test('what is typed into the box of the page’s head goes on in the dialog', async () => {
  const { page } = await open(LANGS[1]);
  await page.locator('.site-header input[name=q]').focus();
  assert.equal(await page.locator(PARTS.dialog).count(), 0, 'focus alone opens nothing');
  await page.keyboard.type('patent');
  await page.locator(PARTS.option).first().waitFor();
  assert.equal(await page.locator(PARTS.box).inputValue(), 'patent');
  await page.context().close();
});

test('in a narrow window the button opens the dialog', async () => {
  const { page } = await open(LANGS[0], { viewport: { width: 360, height: 740 }, hasTouch: true });
  const button = page.locator('.site-header .search-form button');
  const box = await button.boundingBox();
  assert.ok(box && box.width >= 24 && box.height >= 24);
  await button.tap();
  await page.locator(PARTS.box).waitFor();
  assert.ok(await isFocused(page.locator(PARTS.box)));
  await page.context().close();
});

test('while an input method is composing, nothing is searched for', async () => {
  const { page } = await open(LANGS[0]);
  await page.keyboard.press('/');
  await page.locator(PARTS.box).waitFor();
  // The program is there when it has said how to begin.
  await page.locator('dialog[open] .search-status:not(:empty)').waitFor();
  await page.evaluate(() => {
    const status = document.querySelector('dialog[open] [role=status]');
    globalThis.told = [];
    new MutationObserver(() => globalThis.told.push(status?.textContent)).observe(status, { childList: true, subtree: true, characterData: true });
  });
  const keyboard = await page.context().newCDPSession(page);
  for (const text of ['q', 'qu', 'qua', 'quan', 'quanl', 'quanli']) {
    await keyboard.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
  }
  await keyboard.send('Input.insertText', { text: '权利' });
  await page.locator(PARTS.option).first().waitFor();
  assert.equal(await page.locator(PARTS.box).inputValue(), '权利');
  const told = await page.evaluate(() => globalThis.told);
  assert.ok(told.length > 0 && !told.some((text) => text.includes('qu')), told.join(' | '));
  await page.context().close();
});

test('an answer that comes after the reader has typed on is dropped', async () => {
  const { page } = await tab();
  const { common, nothing } = QUERIES[LANGS[0]];
  /** @type {() => void} */
  let release = () => {};
  const released = new Promise((resolve) => (release = () => resolve(undefined)));
  await page.route(/\/search\/zh\/c\//, async (route) => {
    await released;
    await route.continue();
  });
  await page.goto((await addresses()).root + counterpart('cases/index.html', LANGS[0]));
  const held = page.waitForRequest(/\/search\/zh\/c\//);
  await ask(page, common);
  await held;
  await page.locator(PARTS.box).fill(nothing);
  await page.locator(PARTS.status, { hasText: nothing }).waitFor();
  const answered = page.waitForResponse(/\/search\/zh\/c\//);
  release();
  await (await answered).finished();
  await page.waitForLoadState('networkidle');
  assert.equal(await page.locator(PARTS.option).count(), 0);
  assert.ok((await page.locator(PARTS.status).innerText()).includes(nothing));
  await page.context().close();
});

test('the page for unknown addresses has a search that works at any of them', async () => {
  const { root } = await addresses();
  const { page } = await tab();
  await page.goto(`${root}no/such/page`);
  await ask(page, QUERIES[LANGS[0]].term);
  await follow(page, page.locator(PARTS.option).first());
  assert.equal(await page.locator('body.kind-not-found').count(), 0);
  await page.context().close();
});

/**
 * A tab with a list of cases.
 *
 * @param {string} lang
 * @param {import('playwright-core').BrowserContextOptions} [options]
 */
async function open(lang, options = {}) {
  const { root } = await addresses();
  const { page, problems } = await tab(options);
  await page.goto(root + counterpart('cases/index.html', lang));
  return { page, problems, root };
}

/**
 * Index of the selected option, which the box refers to; -1 for none.
 *
 * @param {import('playwright-core').Page} page
 */
async function selected(page) {
  const id = await page.locator(PARTS.box).getAttribute('aria-activedescendant');
  const states = await page.locator(PARTS.option).evaluateAll((all) => all.map((option) => [option.id, option.ariaSelected]));
  const chosen = states.filter(([, state]) => state === 'true').map(([option]) => option);
  assert.deepEqual(chosen, id ? [id] : []);
  assert.ok(await isFocused(page.locator(PARTS.box)), 'the focus stays in the box');
  return states.findIndex(([option]) => option === id);
}

/** @param {import('playwright-core').Locator} locator */
function isFocused(locator) {
  return locator.evaluate((element) => element === document.activeElement);
}
