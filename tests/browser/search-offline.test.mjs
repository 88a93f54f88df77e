/** A site built to be opened from disk is searched there as it is on a server. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';

import { none } from './setup/assert.mjs';
import { follow, tab } from './setup/browser.mjs';
import { ask, PARTS, QUERIES } from './setup/search.mjs';
import { counterpart, LANGS, offline } from './setup/site.mjs';

for (const lang of LANGS) {
  test(`${lang}: from disk, dialog and search page find, filter and lead to pages`, async () => {
    const { page, problems } = await tab();
    await page.goto(file(counterpart('cases/index.html', lang)));
    await ask(page, QUERIES[lang].common);
    await page.locator(PARTS.option).first().waitFor();
    assert.ok((await page.locator(`${PARTS.option} mark`).count()) > 0);
    await page.keyboard.press('Enter');
    await page.locator(PARTS.hit).first().waitFor();
    assert.ok(page.url().startsWith(file(counterpart('search/index.html', lang))));
    await page.locator('.facet-group[data-key="kind"] li[data-key="case"] input').check();
    await page.locator('.search-clear').waitFor();
    await page.goBack();
    await page.locator('.search-clear').waitFor({ state: 'hidden' });
    const link = page.locator(`${PARTS.hit} a`).first();
    const target = await link.evaluate((found) => found.href);
    await follow(page, link);
    assert.equal(page.url(), target);
    await page.locator('h1').waitFor();
    none(problems);
    await page.context().close();
  });

  test(`${lang}: from disk, results of the other language are offered, too`, async () => {
    const { page, problems } = await tab();
    await page.goto(file(counterpart('index.html', lang)));
    await ask(page, QUERIES[lang].foreign);
    await page.locator(`${PARTS.option}[lang]`).first().waitFor();
    none(problems);
    await page.context().close();
  });
}

/** @param {string} name path from the site's root */
function file(name) {
  return pathToFileURL(path.join(offline().folder, name)).href;
}
