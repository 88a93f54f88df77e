/**
 * Pagefind, the peer: its index of the same documents, and its own API in the browser.
 */
import { existsSync, linkSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

import { measured, middle, size } from './site.mjs';
import { FOREIGN } from './text.mjs';

const PACKAGES = fileURLToPath(new URL('node_modules', import.meta.url));

/** Path that the index is served under; Pagefind's own default. */
export const MOUNT = '/pagefind/';

/** Pages to search from: nothing but a list for the results. */
const page = (/** @type {string} */ lang) =>
  `<!doctype html><html lang="${lang}"><meta charset="utf-8"><title>search</title><link rel="icon" href="data:,"><ol id="results"></ol></html>`;
const ENTRY = { zh: '/_peer-zh.html', en: '/_peer-en.html' };
export const PAGES = { [ENTRY.zh]: page('zh-Hans'), [ENTRY.en]: page('en') };

export const name = 'Pagefind';

/** Version of Pagefind that is installed. */
export function version() {
  return JSON.parse(readFileSync(path.join(PACKAGES, 'pagefind', 'package.json'), 'utf8')).version;
}

/** Pagefind's program itself, without the launcher in Node, whose time is not the index's. */
function program() {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const bin = path.join(PACKAGES, '@pagefind', `${system}-${process.arch}`, 'bin');
  const found = existsSync(bin) && readdirSync(bin).find((file) => /^pagefind_extended(\.exe)?$/.test(file));
  if (!found) throw new Error('the extended Pagefind, which knows Chinese, is not installed: npm ci');
  return path.join(bin, found);
}

/**
 * Indexes the documents of a site: the same pages that casebook has in its index, of each the main
 * element without what shows other pages. Pagefind leaves out navigation by itself.
 *
 * @param {string} site
 * @param {import('./text.mjs').Page[]} documents
 * @param {string} work folder to work in
 * @param {number} times
 */
export function build(site, documents, work, times) {
  const pages = path.join(work, 'pages');
  for (const { path: file } of documents) {
    mkdirSync(path.dirname(path.join(pages, file)), { recursive: true });
    linkSync(path.join(site, file), path.join(pages, file));
  }
  const output = path.join(work, 'pagefind');
  const excluded = FOREIGN.map((name) => `.${name}`).join(', ');
  const args = ['--site', pages, '--output-path', output, '--root-selector', 'main', '--exclude-selectors', excluded, '--keep-index-url'];
  const cost = middle(times, () => measured(program(), args));
  const indexed = Number(/Indexed (\d+) pages/.exec(cost.output)?.[1]);
  if (indexed !== documents.length) throw new Error(`Pagefind has indexed ${indexed} of ${documents.length} pages`);
  // Its ready-made interfaces are not part of the index, and nothing here loads them.
  const index = size(output, (file) => !/-ui\.|highlight|modular/.test(file));
  return { output, cost, index };
}

/**
 * What a file is to a search.
 *
 * @param {string} url
 * @returns {import('./measure.mjs').Kind}
 */
export function kind(url) {
  if (/\.pf_fragment/.test(url)) return 'texts';
  if (/\.pf_index/.test(url)) return 'terms';
  if (/entry\.json|\.pf_meta/.test(url)) return 'root';
  if (/\/pagefind\/(.*\.js|wasm\.)/.test(url)) return 'script';
  return 'page';
}

/** @param {'zh' | 'en'} lang */
export function entry(lang) {
  return ENTRY[lang];
}

/**
 * Asks and shows ten results with excerpts, as fast as the API allows, without waiting for more
 * typing.
 *
 * @param {import('playwright-core').Page} page
 * @param {string} query
 * @returns {Promise<{time: number, shown: number}>}
 */
export function ask(page, query) {
  return page.evaluate(async (query) => {
    const began = performance.now();
    const pagefind = await import(/** @type {any} */ ('/pagefind/pagefind.js'));
    const search = await pagefind.search(query);
    const results = await Promise.all(search.results.slice(0, 10).map((/** @type {any} */ result) => result.data()));
    const list = /** @type {HTMLElement} */ (document.getElementById('results'));
    list.innerHTML = results.map(({ url, meta, excerpt }) => `<li><a href="${url}">${meta.title}</a><p>${excerpt}</p>`).join('');
    return { time: performance.now() - began, shown: list.children.length };
  }, query);
}

/**
 * Pagefind as an engine whose answers are looked at, not timed.
 *
 * @param {import('playwright-core').BrowserContext} context
 * @param {string} origin
 * @param {string} output the index
 * @param {'zh' | 'en'} lang
 * @returns {Promise<import('./quality.mjs').Engine>}
 */
export async function engine(context, origin, output, lang) {
  const pages = addresses(output);
  const tab = await context.newPage();
  await tab.goto(origin + ENTRY[lang]);
  return {
    name,
    // Instances of Pagefind share nothing but the browser's cache.
    async session() {
      const instance = await tab.evaluateHandle(async () => {
        const pagefind = await import(/** @type {any} */ ('/pagefind/pagefind.js'));
        const made = pagefind.createInstance({ noWorker: true });
        await made.init();
        return made;
      });
      return {
        async search(query, limit = 10) {
          const ids = await instance.evaluate(
            async (made, query) => (await made.search(query)).results.map((/** @type {any} */ result) => result.id),
            query,
          );
          return ids.slice(0, limit).map((/** @type {string} */ id) => pages.get(id) ?? id);
        },
        async close() {
          await instance.evaluate((made) => made.destroy());
          await instance.dispose();
        },
      };
    },
    close: () => tab.close(),
  };
}

/**
 * Paths of pages by the identifiers of their fragments, so that looking at all results of a query
 * does not load a file for each.
 *
 * @param {string} output
 */
function addresses(output) {
  const folder = path.join(output, 'fragment');
  const found = new Map();
  for (const file of readdirSync(folder)) {
    const text = gunzipSync(readFileSync(path.join(folder, file))).toString('utf8').replace(/^pagefind_dcd/, '');
    found.set(path.basename(file, '.pf_fragment'), decodeURI(JSON.parse(text).url).replace(/^\//, ''));
  }
  return found;
}
