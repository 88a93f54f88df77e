/** Feeds, sitemap and robots.txt, read by parsers that are not casebook's. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';

import { parseFeed } from '@rowanmanning/feed-parser';
import { XMLParser, XMLValidator } from 'fast-xml-parser';

import { none } from './setup/assert.mjs';
import { attribute } from './setup/html.mjs';
import { LANGS, counterpart, sample, variant } from './setup/site.mjs';

const site = sample();
const feeds = site.files.filter((file) => file.endsWith('feed.xml'));

test('every feed is Atom, and a foreign parser reads titles, ids, dates and links from it', () => {
  assert.ok(feeds.length >= 4, `only these feeds: ${feeds}`);
  for (const file of feeds) {
    const feed = parseFeed(xml(file));
    assert.deepEqual([feed.meta.type, feed.meta.version], ['atom', '1.0'], file);
    assert.equal(feed.language, file.startsWith('en/') ? 'en' : 'zh-Hans', file);
    assert.equal(feed.self, site.base + file, file);
    assert.ok(feed.title && feed.updated instanceof Date && feed.authors[0]?.name, file);
    assert.ok(exists(feed.url), `${file} leads to ${feed.url}`);
    assert.ok(feed.items.length > 0, file);
    for (const item of feed.items) {
      const name = `${file}: ${item.title}`;
      assert.ok(item.title && item.id && item.published && item.updated, name);
      assert.ok(item.updated >= item.published && item.updated <= feed.updated, `${name}: its dates`);
      assert.ok(exists(item.url), `${name} leads to ${item.url}`);
    }
    for (const field of ['id', 'url']) {
      const values = feed.items.map((item) => item[field]);
      assert.equal(new Set(values).size, values.length, `${file}: an ${field} stands twice`);
    }
    const days = feed.items.map((item) => Number(item.published));
    assert.deepEqual(days, [...days].sort((one, other) => other - one), `${file}: newest first`);
  }
});

test('each language has the same feeds, and every page names those of its own', () => {
  const own = (lang) => feeds.filter((file) => file === counterpart(file, lang));
  assert.deepEqual(own('en').map((file) => counterpart(file, 'zh-Hans')), own('zh-Hans'));
  for (const page of site.pages.filter(({ kind }) => !['redirect', 'not-found'].includes(kind))) {
    const named = page.elements
      .filter((element) => element.tagName === 'link' && attribute(element, 'type') === 'application/atom+xml')
      .map((element) => new URL(attribute(element, 'href') ?? '', site.base + page.path).href);
    assert.deepEqual(named.sort(), own(page.lang).map((file) => site.base + file).sort(), page.path);
  }
});

test('the sitemap names every page that search engines should know, and nothing else', () => {
  const listed = sitemap().map((url) => url.loc);
  assert.equal(new Set(listed).size, listed.length, 'an address stands twice');
  none(listed.filter((url) => !exists(url)).map((url) => `${url} does not exist`));
  const indexed = site.pages.filter((page) => page.kind !== 'redirect' && !isHidden(page)).map(canonical);
  assert.deepEqual([...listed].sort(), [...new Set(indexed)].sort());
});

test('languages in the sitemap point at each other', () => {
  const urls = sitemap();
  const byAddress = new Map(urls.map((url) => [url.loc, url]));
  none(
    urls.flatMap((url) => {
      if (url.languages.length === 0) return [];
      const names = JSON.stringify(url.languages);
      const others = url.languages.map(({ href }) => byAddress.get(href));
      return [
        ...(url.languages.some(({ href }) => href === url.loc) ? [] : [`${url.loc} does not name itself`]),
        ...others.filter((other) => JSON.stringify(other?.languages) !== names).map(() => `${url.loc}: ${names}`),
      ];
    }),
  );
  const cases = urls.filter((url) => url.loc.includes('/cases/'));
  assert.ok(cases.length > 0 && cases.every((url) => url.languages.length === LANGS.length), 'cases have two languages');
});

for (const [name, built] of [['sample site', site], ['variant', variant()]]) {
  test(`languages in the heads of pages point at each other (${name})`, () => {
    const byAddress = new Map(built.pages.map((page) => [built.base + page.path, alternates(page)]));
    none(
      [...byAddress].flatMap(([address, links]) => {
        const file = (href) => (href.endsWith('/') ? `${href}index.html` : href);
        const wrong = links.filter(({ href }) => JSON.stringify(byAddress.get(file(href))) !== JSON.stringify(links));
        const itself = links.length === 0 || links.some(({ href }) => file(href) === address);
        return [
          ...wrong.map(({ hreflang, href }) => `${address}: ${hreflang} is ${href}, which does not point back`),
          ...(itself ? [] : [`${address} does not name itself`]),
        ];
      }),
    );
  });
}

test('robots.txt names the sitemap', () => {
  const robots = readFileSync(path.join(site.folder, 'robots.txt'), 'utf8');
  assert.ok(robots.split('\n').includes(`Sitemap: ${site.base}sitemap.xml`), robots);
  assert.doesNotMatch(robots, /^Disallow: *\S/m);
});

/** @param {string} file */
function xml(file) {
  const text = readFileSync(path.join(site.folder, file), 'utf8');
  assert.equal(XMLValidator.validate(text), true, `${file} is not well-formed`);
  return text;
}

/**
 * The sitemap's addresses, with those of their languages.
 *
 * @returns {{loc: string, languages: {hreflang: string, href: string}[]}[]}
 */
function sitemap() {
  const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '', isArray: (name) => ['url', 'xhtml:link'].includes(name) });
  const { urlset } = parser.parse(xml('sitemap.xml'));
  return urlset.url.map((url) => ({
    loc: url.loc,
    languages: (url['xhtml:link'] ?? []).map(({ hreflang, href }) => ({ hreflang, href })),
  }));
}

/**
 * Whether an absolute address of the site has a file.
 *
 * @param {string | null} url
 */
function exists(url) {
  if (!url?.startsWith(site.base)) return false;
  const file = decodeURIComponent(url.slice(site.base.length));
  return site.files.includes(file === '' || file.endsWith('/') ? `${file}index.html` : file);
}

/** @param {import('./setup/site.mjs').Page} page */
function links(page) {
  return page.elements.filter((element) => element.tagName === 'link');
}

/** @param {import('./setup/site.mjs').Page} page */
function canonical(page) {
  return attribute(links(page).find((link) => attribute(link, 'rel') === 'canonical') ?? page.elements[0], 'href') ?? '';
}

/** @param {import('./setup/site.mjs').Page} page */
function alternates(page) {
  return links(page)
    .filter((link) => attribute(link, 'hreflang'))
    .map((link) => ({ hreflang: attribute(link, 'hreflang'), href: attribute(link, 'href') ?? '' }));
}

/** @param {import('./setup/site.mjs').Page} page */
function isHidden(page) {
  return page.elements.some((meta) => attribute(meta, 'name') === 'robots' && attribute(meta, 'content') === 'noindex');
}
