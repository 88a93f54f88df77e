/** The page for addresses that do not exist works at any depth. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { none } from './setup/assert.mjs';
import { addresses, follow, tab } from './setup/browser.mjs';

const PLACES = [
  { name: 'at the root', site: 'root' },
  { name: 'under the path of the base URL', site: 'variant' },
];

for (const { name, site } of PLACES) {
  for (const unknown of ['nothing-here', 'cases/no/such/page.html', 'en/no/such/page/']) {
    test(`the page for unknown addresses has its styles, and links that work (${name}: ${unknown})`, async () => {
      const address = (await addresses())[site];
      const { page, problems } = await tab();
      const response = await page.goto(address + unknown);
      assert.equal(response?.status(), 404);
      assert.equal(await page.locator('html').getAttribute('lang'), unknown.startsWith('en/') ? 'en' : 'zh-Hans');
      const position = await page.locator('.skip-link').evaluate((link) => getComputedStyle(link).position);
      assert.equal(position, 'absolute', 'it is without its style sheet');

      const links = await page.locator('a, link[rel=icon], link[rel=stylesheet]').evaluateAll((all) => all.map((link) => link.href));
      assert.ok(links.length > 10);
      const answers = await Promise.all(
        [...new Set(links.map((link) => link.split('#')[0]))].map(async (link) => {
          const status = link === page.url() ? 200 : (await fetch(link)).status;
          return status === 200 && link.startsWith(address) ? '' : `${status}: ${link}`;
        }),
      );
      none(answers.filter(Boolean));
      // Chromium itself reports the status that was asked for.
      none(problems.filter((problem) => !/status (of )?404/.test(problem)));
      await follow(page, page.locator('main a').first());
      assert.equal(await page.locator('body').getAttribute('class'), 'kind-home');
      await page.context().close();
    });
  }
}
