/** The same files work at a host's root, in a sub-path and from disk: no link leads nowhere. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';

import { none } from './setup/assert.mjs';
import { addresses, follow, tab } from './setup/browser.mjs';
import { attribute } from './setup/html.mjs';
import { sample, variant } from './setup/site.mjs';

/** Attributes that hold an address. */
const ADDRESSES = ['href', 'src', 'poster', 'data', 'action', 'data-script'];

for (const [name, site] of [['sample site', sample()], ['variant', variant()]]) {
  test(`every link, style sheet and image of the files is another of the files (${name})`, () => {
    const ids = new Map(site.pages.map((page) => [page.path, idsOf(page)]));
    none(
      relative(site).flatMap(({ from, to }) => {
        const [file, fragment] = to.split('#').map(decodeURIComponent);
        if (!site.files.includes(file)) return [`${from}: ${file} is not there`];
        const found = !fragment || ids.get(file)?.has(fragment);
        return found ? [] : [`${from}: ${file} has no #${fragment}`];
      }),
    );
  });

  test(`every page can be reached from the home page (${name})`, () => {
    const reached = new Set(['index.html']);
    const links = targets(site);
    // The set grows while it is walked through.
    for (const file of reached) links.get(file)?.forEach((target) => reached.add(target));
    const unreached = site.pages.filter(({ path, kind }) => !reached.has(path) && !['redirect', 'not-found'].includes(kind));
    none(unreached.map((page) => page.path));
  });
}

test('addresses under the base URL, such as canonical ones, are files', () => {
  const site = sample();
  none(
    site.pages.flatMap((page) =>
      [...values(page, [...ADDRESSES, 'content'])]
        .filter((value) => value.startsWith(site.base))
        .map((value) => decodeURIComponent(value.slice(site.base.length)))
        .map((file) => (file === '' || file.endsWith('/') ? `${file}index.html` : file))
        .filter((file) => !site.files.includes(file))
        .map((file) => `${page.path}: ${file} is not there`),
    ),
  );
});

test('every file is served with its type, at the root and in a sub-path', async () => {
  const { root, subPath } = await addresses();
  const types = { html: 'text/html', css: 'text/css', svg: 'image/svg+xml', xml: 'application/xml', csv: 'text/csv', js: 'text/javascript', txt: 'text/plain' };
  for (const address of [root, subPath]) {
    for (const file of sample().files) {
      const response = await fetch(address + encodeURI(file));
      await response.arrayBuffer();
      assert.equal(response.status, 200, file);
      const type = types[path.extname(file).slice(1)];
      if (type) assert.ok(response.headers.get('content-type')?.startsWith(type), file);
    }
  }
});

for (const place of ['at the root', 'in a sub-path', 'from disk']) {
  test(`a reader goes from the home page to a case, to a clause and back (${place})`, async () => {
    const { page, problems } = await tab();
    const home = await start(place);
    await page.goto(home);
    await isStyled(page, 'home');

    await follow(page, page.locator('.menu a[href$="cases/index.html"]'));
    await isStyled(page, 'section');
    await follow(page, page.locator('.list h3 a').first());
    await isStyled(page, 'case');
    const story = { url: page.url(), title: await page.locator('h1').innerText() };

    await follow(page, page.locator('.facts a[href*="/clauses/"]').first());
    await isStyled(page, 'clause');
    await follow(page, page.getByRole('link', { name: story.title, exact: true }).first());
    assert.equal(page.url(), story.url);
    await page.goBack();
    await isStyled(page, 'clause');
    await follow(page, page.locator('.brand'));
    assert.equal(page.url(), home);
    none(problems);
    await page.context().close();
  });
}

/** @param {string} place */
async function start(place) {
  const { root, subPath } = await addresses();
  if (place === 'from disk') return pathToFileURL(path.join(sample().folder, 'index.html')).href;
  return `${place === 'at the root' ? root : subPath}index.html`;
}

/**
 * Sees that a page is of a kind, and that the style sheet applies.
 *
 * @param {import('playwright-core').Page} page
 * @param {string} kind
 */
async function isStyled(page, kind) {
  assert.equal(await page.locator('body').getAttribute('class'), `kind-${kind}`);
  const position = await page.locator('.skip-link').evaluate((link) => getComputedStyle(link).position);
  assert.equal(position, 'absolute', `${page.url()} is without its style sheet`);
}

/**
 * All links between files, as paths from the site's root. Each must stay within the site, and name
 * a file: from disk, a folder shows its list of files. The pages for addresses that do not exist
 * are left out: they work at any address because they start from the root; see not-found.test.mjs.
 *
 * @param {import('./setup/site.mjs').Site} site
 * @returns {{from: string, to: string}[]}
 */
function relative(site) {
  const root = 'https://site.invalid/a/b/c/';
  return site.pages
    .filter((page) => page.kind !== 'not-found')
    .flatMap((page) =>
      [...values(page, ADDRESSES)]
        .filter((value) => !/^[a-z][a-z+.-]*:/i.test(value))
        .map((value) => new URL(value, root + encodeURI(page.path)))
        .map(({ origin, pathname, hash }) => ({ from: page.path, to: (origin + pathname + hash).replace(root, '') })),
    );
}

/**
 * @param {import('./setup/site.mjs').Page} page
 * @param {string[]} names
 */
function* values(page, names) {
  for (const element of page.elements) {
    for (const name of names) {
      const value = attribute(element, name);
      if (value !== undefined) yield value;
    }
    const refresh = attribute(element, 'http-equiv') === 'refresh' && attribute(element, 'content');
    if (refresh) yield refresh.replace(/^\d+; url=/, '');
  }
}

/** @param {import('./setup/site.mjs').Page} page */
function idsOf(page) {
  return new Set(page.elements.map((element) => attribute(element, 'id')).filter(Boolean));
}

/**
 * Files that a file links to.
 *
 * @param {import('./setup/site.mjs').Site} site
 */
function targets(site) {
  /** @type {Map<string, string[]>} */
  const links = new Map(site.files.map((file) => [file, []]));
  for (const { from, to } of relative(site)) links.get(from)?.push(decodeURIComponent(to.split('#')[0]));
  return links;
}
