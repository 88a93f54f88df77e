/** All that a mouse can do, a keyboard can; and where it is can be seen. */
import { test } from 'node:test';

import { none } from './setup/assert.mjs';
import { addresses, visit } from './setup/browser.mjs';
import { LANGS, representatives } from './setup/site.mjs';

for (const lang of LANGS) {
  test(`${lang}: the first Tab reaches the skip link, which leads past the navigation`, async () => {
    const { root } = await addresses();
    none(
      await visit(representatives(lang).sample, root, {}, async (page) => {
        await page.keyboard.press('Tab');
        const skip = page.locator('.skip-link');
        const box = await skip.boundingBox();
        const isFirst = await skip.evaluate((link) => link === document.activeElement);
        if (!isFirst || !box || box.x < 0 || box.y < 0) return ['the first Tab does not show the skip link'];
        await page.keyboard.press('Enter');
        await page.keyboard.press('Tab');
        const isInText = await page.evaluate(() => document.querySelector('main')?.contains(document.activeElement));
        return isInText ? [] : ['after the skip link, Tab does not go on in the text'];
      }),
    );
  });

  test(`${lang}: Tab goes through all that can be used, in order, and always shows where it is`, async () => {
    const { root } = await addresses();
    none(
      await visit(representatives(lang).sample, root, { viewport: { width: 1280, height: 900 } }, async (page) => {
        const expected = await page.evaluate(() => {
          const all = [...document.querySelectorAll('a[href], button, summary, input, select, textarea, [tabindex="0"]')];
          return all.filter((element) => element.checkVisibility({ visibilityProperty: true })).length;
        });
        const problems = [];
        for (let stop = 0; stop < expected; stop++) {
          await page.keyboard.press('Tab');
          const state = await page.evaluate((stop) => {
            const focused = /** @type {HTMLElement} */ (document.activeElement);
            const style = getComputedStyle(focused);
            const seen = focused.dataset.stop !== undefined;
            focused.dataset.stop = String(stop);
            return {
              what: focused.outerHTML.slice(0, 100),
              seen,
              shown: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
            };
          }, stop);
          if (state.seen) return [...problems, `Tab comes back after ${stop} of ${expected} stops: ${state.what}`];
          if (!state.shown) problems.push(`no outline: ${state.what}`);
        }
        return problems;
      }),
    );
  });
}
