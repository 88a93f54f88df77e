/** What holds on every page: its language, its title, its headings; and which kinds there are. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { none } from './setup/assert.mjs';
import { attribute, text } from './setup/html.mjs';
import { KINDS, LANGS, sample, variant } from './setup/site.mjs';

const sites = [sample(), variant()];

for (const lang of LANGS) {
  test(`${lang}: there is a page of every kind`, () => {
    const seen = new Set(sites.flatMap((site) => site.pages.filter((page) => page.lang === lang)).map(({ kind }) => kind));
    none(KINDS.filter((kind) => !seen.has(kind)).map((kind) => `no ${kind}`));
  });
}

test('every page has a language, a title and, but for redirects, one heading of the first level', () => {
  none(
    sites.flatMap((site) =>
      site.pages.flatMap((page) => {
        const title = page.elements.find(({ tagName }) => tagName === 'title');
        const headings = page.elements.filter(({ tagName }) => tagName === 'h1');
        const one = page.kind === 'redirect' ? 0 : 1;
        return [
          ...(LANGS.includes(page.lang) ? [] : [`${page.path}: its language is ${page.lang || 'not given'}`]),
          ...(page.path.startsWith('en/') === (page.lang === 'en') ? [] : [`${page.path} is in ${page.lang}`]),
          ...(title && text(title) ? [] : [`${page.path} has no title`]),
          ...(headings.length === one && headings.every(text) ? [] : [`${page.path} has ${headings.length} h1`]),
        ];
      }),
    ),
  );
});

test('headings go down one level at a time', () => {
  none(
    sample().pages.flatMap((page) => {
      const levels = page.elements.map(({ tagName }) => Number(/^h([1-6])$/.exec(tagName)?.[1] ?? 0)).filter(Boolean);
      const jump = levels.findIndex((level, at) => level > (levels[at - 1] ?? 0) + 1);
      return jump < 0 ? [] : [`${page.path}: h${levels[jump]} follows ${jump ? `h${levels[jump - 1]}` : 'nothing'}`];
    }),
  );
});

test('no page has a script, a style or a handler within it, and each but redirects has a strict policy', () => {
  none(
    sites.flatMap((site) =>
      site.pages.flatMap((page) => {
        const inline = page.elements.filter(
          (element) =>
            element.tagName === 'style' ||
            (element.tagName === 'script' && !attribute(element, 'src') && attribute(element, 'type') !== 'application/ld+json') ||
            element.attrs.some(({ name, value }) => name === 'style' || name.startsWith('on') || /^javascript:/i.test(value)),
        );
        const meta = page.elements.find((element) => attribute(element, 'http-equiv') === 'Content-Security-Policy');
        const policy = (meta && attribute(meta, 'content')) ?? '';
        return [
          ...inline.map(({ tagName }) => `${page.path}: ${tagName}`),
          ...(policy.startsWith("default-src 'none'") && !policy.includes('unsafe') ? [] : [`${page.path}: ${policy || 'no policy'}`]),
        ];
      }),
    ),
  );
});

test('data for search engines is JSON with addresses of the site', () => {
  const blocks = sample().pages.flatMap((page) =>
    page.elements
      .filter((element) => attribute(element, 'type') === 'application/ld+json')
      .map((element) => ({ page, data: JSON.parse(text(element)) })),
  );
  assert.ok(blocks.length > 0);
  none(
    blocks
      .filter(({ data }) => data['@context'] !== 'https://schema.org' || !JSON.stringify(data).includes(sample().base))
      .map(({ page }) => page.path),
  );
});
