/** The search page: all results, filters with exact counts, and everything in its address. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { none } from './setup/assert.mjs';
import { addresses, follow, tab } from './setup/browser.mjs';
import { PARTS, QUERIES, searchPage, told } from './setup/search.mjs';
import { LANGS } from './setup/site.mjs';

for (const lang of LANGS) {
  const query = QUERIES[lang];

  test(`${lang}: an address with a question shows its results, filters and order`, async () => {
    const { page, problems } = await open(lang, { q: query.common, kind: 'case', sort: 'date' });
    await page.locator(PARTS.hit).first().waitFor();
    assert.equal(await page.locator(PARTS.pageBox).inputValue(), query.common);
    assert.equal(await page.locator('.search-sort').inputValue(), 'date');
    const box = filter(page, 'kind', 'case');
    await box.waitFor();
    assert.ok(await box.isChecked());
    assert.ok((await page.title()).includes(query.common));
    const days = await page.locator(`${PARTS.hit} time`).evaluateAll((all) => all.map((time) => time.getAttribute('datetime')));
    assert.ok(days.length > 1);
    assert.deepEqual(days, [...days].sort().reverse());
    none(problems);
    await page.context().close();
  });

  test(`${lang}: each number beside a value is that of the results it leaves`, async () => {
    const { page } = await open(lang, { q: query.words });
    await page.locator(PARTS.filter).first().waitFor();
    const values = await page.locator('.facet-group').evaluateAll((groups) =>
      groups.flatMap((group) =>
        [...group.querySelectorAll('li')].slice(0, 4).map((row) => ({
          facet: group.dataset.key, value: row.dataset.key, count: Number(row.querySelector('.count').textContent),
        })),
      ),
    );
    assert.ok(new Set(values.map(({ facet }) => facet)).size > 3, 'there are several facets');
    const problems = [];
    for (const { facet, value, count } of values) {
      await page.goto((await addresses()).root + searchPage(lang, { q: query.words, [facet]: value }));
      await page.locator(PARTS.hit).first().waitFor();
      const left = await told(page);
      if (left !== count) problems.push(`${facet}:${value} is said to have ${count}, and has ${left}`);
    }
    none(problems);
    await page.context().close();
  });

  test(`${lang}: values of a facet widen, facets narrow, and the back button takes each step back`, async () => {
    const { page } = await open(lang, { q: query.common });
    await page.locator(PARTS.filter).first().waitFor();
    const all = await told(page);
    const counts = { case: await count(page, 'kind', 'case'), term: await count(page, 'kind', 'term') };

    await filter(page, 'kind', 'case').check();
    await page.waitForURL(/kind=case/);
    await page.locator('.search-clear').waitFor();
    assert.equal(await told(page), counts.case);
    await filter(page, 'kind', 'term').check();
    await page.waitForURL(/kind=term/);
    await waitForTold(page, counts.case + counts.term);

    await page.goBack();
    await waitForTold(page, counts.case);
    assert.equal(await filter(page, 'kind', 'term').isChecked(), false);
    await page.goBack();
    await waitForTold(page, all);
    await page.goForward();
    await waitForTold(page, counts.case);
    await page.locator('.search-clear').click();
    await waitForTold(page, all);
    assert.ok(!page.url().includes('kind='));
    await page.context().close();
  });

  test(`${lang}: more results are added when asked for, until there are no more`, async () => {
    const { page } = await open(lang, { q: query.common });
    const hits = page.locator(PARTS.hit);
    await hits.first().waitFor();
    assert.equal(await hits.count(), 10);
    await page.locator(PARTS.filter).first().waitFor();
    const all = await told(page);
    assert.ok(all > 20);
    for (let shown = 10; shown < all; shown += 10) {
      await page.locator('.search-more').click();
      await hits.nth(shown).waitFor();
      const first = hits.nth(shown).locator('a').first();
      assert.ok(await first.evaluate((link) => link === document.activeElement), 'the focus goes to what is new');
    }
    assert.equal(await hits.count(), all);
    await page.locator('.search-more').waitFor({ state: 'hidden' });
    const links = await page.locator(`${PARTS.hit} h2 a`).evaluateAll((found) => found.map((link) => link.href));
    assert.equal(new Set(links).size, all, 'no page is there twice');
    await page.context().close();
  });

  test(`${lang}: coming back from a result, all is as it was`, async () => {
    const { page } = await open(lang, {});
    await page.locator(PARTS.pageBox).fill(query.common);
    await page.locator(PARTS.hit).first().waitFor();
    await page.locator('.search-more').click();
    await page.locator(PARTS.hit).nth(14).waitFor();
    const asked = page.url();
    assert.ok(asked.includes('q='));
    await follow(page, page.locator(`${PARTS.hit} h2 a`).nth(14));
    await page.goBack();
    await page.locator(PARTS.hit).nth(14).waitFor();
    assert.equal(page.url(), asked);
    assert.equal(await page.locator(PARTS.pageBox).inputValue(), query.common);
    await page.waitForFunction(() => scrollY > 0);
    await page.context().close();
  });

  test(`${lang}: results of the other language are shown where there are few, and offered where there are many`, async () => {
    const other = LANGS.find((one) => one !== lang);
    const { page, root } = await open(lang, { q: query.foreign });
    const foreign = page.locator('.search-other .hit[lang]');
    await foreign.first().waitFor();
    assert.deepEqual([...new Set(await foreign.evaluateAll((all) => all.map((hit) => hit.lang)))], [other]);
    assert.equal(await foreign.locator('.status').count(), await foreign.count(), 'each is marked');
    const links = await foreign.locator('a').evaluateAll((all) => all.map((link) => link.href));
    assert.ok(links.every((link) => link.startsWith(`${root}en/`) === (other === 'en')));

    await page.locator(PARTS.pageBox).fill(query.common);
    await waitForMany(page);
    await page.locator('.search-other button').click();
    await foreign.first().waitFor();
    await page.context().close();
  });

  test(`${lang}: words of the other language find pages of this one by the glossary`, async () => {
    const { page } = await open(lang, { q: query.foreign });
    const own = page.locator('.search-other section', { has: page.locator(`h2:has-text("${query.term}")`) }).locator('.hit:not([lang])');
    await own.first().waitFor();
    assert.ok((await own.locator('mark').allInnerTexts()).some((text) => query.term.includes(text.toLowerCase())));
    await page.context().close();
  });

  test(`${lang}: where nothing is found, the page tells how to search and where to browse`, async () => {
    const { page } = await open(lang, { q: query.nothing });
    await page.locator(PARTS.status, { hasText: query.nothing }).waitFor();
    assert.equal(await page.locator(PARTS.hit).count(), 0);
    assert.ok(await page.locator('.search-tips').isVisible());
    await page.locator('.search-tips dt a').first().click();
    await page.locator(PARTS.hit).first().waitFor();
    assert.equal(await page.locator('.search-tips').isVisible(), false);
    await page.context().close();
  });

  test(`${lang}: what was taken for something else is told`, async () => {
    const { page } = await open(lang, { q: query.wrong });
    await page.locator('.search-note', { hasText: query.corrected }).waitFor();
    await page.locator(PARTS.hit).first().waitFor();
    await page.locator(PARTS.pageBox).fill(`${query.term} ${query.nothing}`);
    await page.locator('.search-note', { hasNotText: query.wrong }).waitFor();
    await page.locator(PARTS.hit).first().waitFor();
    await page.context().close();
  });

  test(`${lang}: without JavaScript the page says so, and leads to lists by every facet`, async () => {
    const { root } = await addresses();
    const { page, problems } = await tab({ javaScriptEnabled: false });
    await page.goto(root + searchPage(lang, {}));
    assert.ok((await page.locator('.notice').innerText()).includes('JavaScript'));
    const links = page.locator('.search-browse a');
    assert.ok((await links.count()) > 3);
    await follow(page, links.first());
    assert.ok(await page.locator('h1').isVisible());
    none(problems);
    await page.context().close();
  });
}

test('without JavaScript the box in the head of a page leads to the search page', async () => {
  const { root } = await addresses();
  const { page } = await tab({ javaScriptEnabled: false });
  await page.goto(root);
  await page.locator('.site-header input[name=q]').fill('patent');
  await page.keyboard.press('Enter');
  await page.waitForURL(root + searchPage(LANGS[0], { q: 'patent' }));
  assert.ok(await page.locator('.search-browse').isVisible());
  await page.context().close();
});

test('arrow keys go from the box through the results and back', async () => {
  const { page } = await open(LANGS[1], { q: QUERIES.en.common });
  await page.locator(PARTS.hit).first().waitFor();
  await page.locator(PARTS.pageBox).focus();
  const focused = () => page.evaluate(() => document.activeElement?.closest('.hit, form')?.className);
  const titles = page.locator(`${PARTS.hit} h2 a`);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  assert.ok(await titles.nth(1).evaluate((link) => link === document.activeElement));
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  assert.equal(await focused(), 'search-form');
  await page.context().close();
});

test('choosing a value leaves the focus on it', async () => {
  const { page } = await open(LANGS[0], { q: QUERIES['zh-Hans'].common });
  await filter(page, 'kind', 'case').waitFor();
  await filter(page, 'kind', 'case').focus();
  await page.keyboard.press('Space');
  await page.locator('.search-clear').waitFor();
  await page.waitForURL(/kind=case/);
  assert.ok(await filter(page, 'kind', 'case').evaluate((box) => box === document.activeElement && box.checked));
  await page.context().close();
});

test('/ goes to the box of the search page, and is a character in it', async () => {
  const { page } = await open(LANGS[0], {});
  await page.keyboard.press('/');
  await page.keyboard.type('a/b');
  assert.equal(await page.locator(PARTS.pageBox).inputValue(), 'a/b');
  assert.equal(await page.locator('dialog').count(), 0);
  await page.context().close();
});

test('the reader can keep / for other things', async () => {
  const { page, root } = await open(LANGS[0], {});
  await page.locator('.search-slash').uncheck();
  await page.goto(root);
  await page.keyboard.press('/');
  await page.keyboard.press('Control+k');
  await page.locator(PARTS.dialog).waitFor();
  assert.equal(await page.locator(PARTS.box).inputValue(), '');
  await page.keyboard.press('Escape');
  await page.locator(PARTS.dialog).waitFor({ state: 'detached' });
  await page.keyboard.press('/');
  assert.equal(await page.locator(PARTS.dialog).count(), 0);
  await page.context().close();
});

/**
 * @param {string} lang
 * @param {Record<string, string>} question
 */
async function open(lang, question) {
  const { root } = await addresses();
  const { page, problems } = await tab({ viewport: { width: 1280, height: 900 } });
  await page.goto(root + searchPage(lang, question));
  return { page, problems, root };
}

/**
 * The box before a value of a facet.
 *
 * @param {import('playwright-core').Page} page
 * @param {string} facet
 * @param {string} value
 */
function filter(page, facet, value) {
  return page.locator(`.facet-group[data-key="${facet}"] li[data-key="${value}"] input`);
}

/**
 * The number beside a value of a facet.
 *
 * @param {import('playwright-core').Page} page
 * @param {string} facet
 * @param {string} value
 */
async function count(page, facet, value) {
  return Number(await page.locator(`.facet-group[data-key="${facet}"] li[data-key="${value}"] .count`).innerText());
}

/**
 * @param {import('playwright-core').Page} page
 * @param {number} number
 */
async function waitForTold(page, number) {
  await page.locator(PARTS.status, { hasText: new RegExp(`(^|\\D)${number}(\\D|$)`) }).waitFor();
}

/** @param {import('playwright-core').Page} page */
async function waitForMany(page) {
  await page.locator(PARTS.hit).nth(9).waitFor();
}
