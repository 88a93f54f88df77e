/** What an author sees in the browser while writing: pages follow what is saved, under their strict policy. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';

import { none } from './setup/assert.mjs';
import { tab } from './setup/browser.mjs';
import { ask, PARTS, QUERIES } from './setup/search.mjs';
import { serving } from './setup/serving.mjs';
import { LANGS } from './setup/site.mjs';

/** A long page, in both languages. */
const CASE = 'cases/heyuan-foods.html';
const FILES = { 'zh-Hans': 'content/cases/heyuan-foods.md', en: 'content/cases/heyuan-foods.en.md' };

/** Servers, one for each language of the terminal. */
const servers = { 'zh-Hans': serving('zh'), en: serving('en', '--editor', 'my-editor://{file}?{line},{column}') };

after(async () => {
  for (const server of Object.values(servers)) assert.equal(await (await server).end(), 0);
});

/** @param {string} lang */
async function open(lang, path = CASE) {
  const server = await servers[lang];
  const { page, problems } = await tab({ viewport: { width: 900, height: 600 } });
  const loads = { count: 0 };
  page.on('load', () => loads.count++);
  const told = page.waitForResponse(/__casebook\/events/);
  await page.goto(server.address + (lang === 'en' ? 'en/' : '') + path);
  await told;
  return { server, page, problems, loads };
}

/**
 * Adds a paragraph to a file for the time of a test.
 *
 * @param {import('node:test').TestContext} context
 * @returns {{before: string, add: (text: string) => void, restore: () => void}}
 */
function draft(context, server, file) {
  const before = server.read(file);
  const restore = () => server.write(file, before);
  // A test that fails leaves nothing to the next one.
  context.after(() => server.read(file) === before || restore());
  return { before, restore, add: (text) => server.write(file, `${before.trimEnd()}\n\n${text}\n`) };
}

/** Marks the document, to tell whether it is still the same one. */
const mark = (page) => page.evaluate(() => void (document.documentElement.dataset.same = ''));
const isMarked = (page) => page.evaluate(() => 'same' in document.documentElement.dataset);

const ERRORS = 'casebook-live .errors';
const WARNINGS = 'casebook-live .warnings';

for (const lang of LANGS) {
  const file = FILES[lang];

  test(`${lang}: a page that was saved is shown anew where the reader was`, async (context) => {
    const { server, page, problems } = await open(lang);
    const { add, restore } = draft(context, server, file);
    await page.evaluate(() => scrollTo(0, 700));
    const top = await page.evaluate(() => scrollY);
    assert.ok(top > 300, 'the page is long enough');
    await mark(page);
    add(`XYZZY-${lang}`);
    await page.getByText(`XYZZY-${lang}`).waitFor();
    assert.equal(await isMarked(page), false);
    await page.waitForFunction((top) => scrollY === top, top);
    await page.waitForFunction(() => history.scrollRestoration === 'auto');
    assert.equal(await page.evaluate(() => scrollY), top, 'and stays there');
    restore();
    await page.getByText(`XYZZY-${lang}`).waitFor({ state: 'detached' });
    none(problems);
    await page.context().close();
  });

  test(`${lang}: an error is shown over the last good page until it is mended`, async (context) => {
    const { server, page, problems } = await open(lang);
    const { before, restore } = draft(context, server, file);
    const title = await page.locator('h1').innerText();
    await mark(page);
    server.write(file, before.replace(/^title:/m, 'titel: "<b>&"\ntitle:'));
    const overlay = page.locator(ERRORS);
    await overlay.waitFor();
    const text = await overlay.innerText();
    const line = before.split('\n').findIndex((line) => line.startsWith('title:')) + 1;
    const spot = `${file}:${line}:1`;
    for (const part of [spot, 'unknown-field', 'titel: "<b>&"', lang === 'en' ? '1 error;' : '1 个错误']) {
      assert.ok(text.includes(part), `${part} in ${text}`);
    }
    const link = await overlay.locator('a').getAttribute('href');
    const expected = lang === 'en' ? `my-editor://${server.root}/${file}?${line},1` : `vscode://file${server.root}/${file}:${line}:1`;
    assert.equal(link, expected);
    assert.equal(await overlay.locator('mark').innerText(), 'titel');
    assert.equal(await page.locator('casebook-live').getAttribute('lang'), lang);
    assert.equal(await page.locator('h1').innerText(), title);
    assert.equal(await isMarked(page), true, 'the page underneath was not loaded again');

    // It can be closed, and comes back with the next page.
    await overlay.getByRole('button').click();
    await overlay.waitFor({ state: 'detached' });
    await page.reload();
    await overlay.waitFor();
    await mark(page);
    restore();
    await overlay.waitFor({ state: 'detached' });
    assert.equal(await isMarked(page), true, 'nothing has changed for it');
    none(problems);
    await page.context().close();
  });

  test(`${lang}: warnings are shown on the page of the file, and can be dismissed`, async (context) => {
    const { server, page, problems } = await open(lang);
    const other = await open(lang, 'cases/index.html');
    const { add, restore } = draft(context, server, file);
    add(`[BROKEN-${lang}](none.md)`);
    const bar = page.locator(WARNINGS);
    await bar.waitFor();
    assert.match(await bar.innerText(), lang === 'en' ? /1 warning on this page/ : /本页有 1 个警告/);
    assert.equal(await bar.getByText(file).isVisible(), false, 'it is small');
    await bar.locator('summary').click();
    await bar.getByText(new RegExp(`^${file.replaceAll('.', '\\.')}:\\d+:1$`)).waitFor();
    await bar.getByRole('button').click();
    await bar.waitFor({ state: 'detached' });
    const told = page.waitForResponse(/__casebook\/events/);
    await page.reload();
    await told;
    assert.equal(await bar.count(), 0, 'it was dismissed');
    // A further warning is news.
    add(`[BROKEN-${lang}](none.md)\n\n[BROKEN-${lang}](neither.md)`);
    await bar.waitFor();
    assert.equal(await other.page.locator(WARNINGS).count(), 0);
    restore();
    await page.locator('body.kind-case:not(:has-text("BROKEN"))').waitFor();
    assert.equal(await bar.count(), 0);
    none([...problems, ...other.problems]);
    await page.context().close();
    await other.page.context().close();
  });

  test(`${lang}: search works`, async () => {
    const { page, problems } = await open(lang, 'index.html');
    await ask(page, QUERIES[lang].common);
    await page.locator(PARTS.option).first().waitFor();
    none(problems);
    await page.context().close();
  });
}

test('new styles are taken without loading the page again', async () => {
  const { server, page, problems } = await open('en');
  await page.evaluate(() => scrollTo(0, 500));
  await mark(page);
  const color = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const rules = await page.evaluate(async () => {
    const link = /** @type {HTMLLinkElement} */ (document.querySelector('link[rel=stylesheet]'));
    return (await fetch(link.href)).text();
  });
  for (const [css, expected] of [['#123456', 'rgb(18, 52, 86)'], ['#654321', 'rgb(101, 67, 33)']]) {
    server.write('theme/assets/site.css', `${rules}\nbody { background: ${css} !important }\n`);
    await page.waitForFunction((expected) => getComputedStyle(document.body).backgroundColor === expected, expected);
    await page.waitForFunction(() => document.querySelectorAll('link[rel=stylesheet]').length === 1);
  }
  assert.equal(await isMarked(page), true);
  assert.equal(await page.evaluate(() => scrollY), 500);
  assert.equal(await color(), 'rgb(101, 67, 33)');
  none(problems);
  await page.context().close();
});

test('a page that a save does not concern is left alone', async (context) => {
  const { server, page, problems, loads } = await open('en', 'about/index.html');
  await mark(page);
  const file = FILES.en;
  const { add, restore } = draft(context, server, file);
  const other = await open('en');
  add('PLUGH');
  await other.page.getByText('PLUGH').waitFor();
  restore();
  await other.page.getByText('PLUGH').waitFor({ state: 'detached' });
  assert.equal(await isMarked(page), true);
  assert.equal(loads.count, 1);
  none([...problems, ...other.problems]);
  await page.context().close();
  await other.page.context().close();
});

test('a page catches up when the server was started again', async (context) => {
  const { server, page } = await open('en');
  const file = FILES.en;
  const { add, restore } = draft(context, server, file);
  const again = server.restart();
  add('FROTZ');
  await again;
  await page.getByText('FROTZ').waitFor();
  restore();
  await page.getByText('FROTZ').waitFor({ state: 'detached' });
  await page.context().close();
});

test('a site that could not be built yet shows why, and then itself', async (context) => {
  const server = await serving('en', '--no-search');
  const file = FILES.en;
  const { before, restore } = draft(context, server, file);
  server.write(file, before.replace(/^title:/m, 'titel:'));
  await server.restart();
  const { page, problems } = await tab();
  await page.goto(`${server.address}en/${CASE}`);
  const overlay = page.locator(ERRORS);
  await overlay.waitFor();
  assert.match(await overlay.innerText(), /; the site could not be built yet/);
  assert.ok((await overlay.innerText()).includes(`${file}:`));
  restore();
  await page.locator('body.kind-case').waitFor();
  assert.equal(await overlay.count(), 0);
  none(problems.filter((problem) => !/status (of )?503/.test(problem)));
  await page.context().close();
  assert.equal(await server.end(), 0);
});
