/**
 * casebook: what its search costs a build, and its search page in the browser.
 */
import { copyFileSync, existsSync, readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

import { project } from '../../tests/browser/setup/machine.mjs';
import { build as buildSite, folder, hasSearch, middle, size } from './site.mjs';

export const name = 'casebook';

const LANGS = /** @type {const} */ (['zh', 'en']);

/**
 * Builds a site with and without search. What search costs is the difference.
 *
 * @param {import('./site.mjs').Corpus} corpus
 * @param {number} times
 */
export function build(corpus, times) {
  const site = folder(`${corpus.name}-site`);
  const whole = middle(times, () => buildSite(corpus, site, true));
  if (!hasSearch()) return { site };
  const plain = middle(times, () => buildSite(corpus, folder(`${corpus.name}-plain`), false));
  const cost = {
    wall: whole.wall - plain.wall,
    user: whole.user - plain.user,
    system: whole.system - plain.system,
    // The peak of the whole program: that is what a machine must have.
    peak: whole.peak,
  };
  return { site, cost, whole: told(whole), plain: told(plain), index: index(site) };
}

/**
 * Puts the scripts as the client's sources have them now into a built site, in place of those that
 * the program has brought along: a change of the client can be measured without building casebook.
 *
 * @param {string} site
 */
export async function renewScripts(site) {
  const { bundle, CLIENT, FILES } = await import(pathToFileURL(path.join(project, 'client/scripts/bundle.mjs')).href);
  const fresh = folder('scripts');
  await bundle(path.relative(CLIENT, fresh));
  const assets = path.join(site, 'assets');
  for (const file of FILES) {
    const [name] = file.split('.');
    const hashed = readdirSync(assets).find((asset) => asset.startsWith(`${name}.`) && asset.endsWith('.js'));
    // Only `casebook serve` has the script of live reload.
    if (!hashed && name === 'live') continue;
    if (!hashed) throw new Error(`the site has no script ${file}`);
    copyFileSync(path.join(fresh, file), path.join(assets, hashed));
  }
}

/** @param {import('./site.mjs').Cost & {output: string}} run */
function told({ output, ...cost }) {
  return { ...cost, stages: output.trim().split('\n') };
}

/**
 * The index alone, without the page to search from.
 *
 * @param {string} site
 */
function index(site) {
  const all = LANGS.map((lang) => size(path.join(site, 'search', lang)));
  return { files: all.reduce((sum, { files }) => sum + files, 0), bytes: all.reduce((sum, { bytes }) => sum + bytes, 0) };
}

/**
 * What a file is to a search.
 *
 * @param {string} url
 * @returns {import('./measure.mjs').Kind}
 */
export function kind(url) {
  const { pathname } = new URL(url);
  const family = /\/search\/(?:zh|en)\/(.+)$/.exec(pathname)?.[1];
  if (family && /\.(bin|js)$/.test(family)) {
    if (family.startsWith('root.')) return 'root';
    if (/^[cx]\//.test(family)) return 'texts';
    return /^[tlpwy]\//.test(family) ? 'terms' : 'other';
  }
  // What every page loads, whether one searches or not, is no part of a search.
  return /\/search\.[^/]*js$/.test(pathname) ? 'script' : 'page';
}

/**
 * The site's real search page.
 *
 * @param {'zh' | 'en'} lang
 */
export function entry(lang) {
  return lang === 'en' ? '/en/search/' : '/search/';
}

/** Longest time until an answer, in milliseconds. */
const PATIENCE = 30_000;

/**
 * Types a query, all of it at once, and waits until its results are in the document. The time
 * begins with the input event; it contains the pause after which the page takes typing for ended.
 *
 * An answer has come when the status has: it is set in the same turn as the list of results, and
 * says either their number or that there are none.
 *
 * @param {import('playwright-core').Page} page
 * @param {string} query
 * @returns {Promise<{time: number, shown: number}>}
 */
export async function ask(page, query) {
  await page.evaluate((patience) => {
    const find = (/** @type {string} */ selector) => /** @type {HTMLElement} */ (document.querySelector(selector));
    const status = find('.search-page .search-status');
    const list = find('.search-page .search-list');
    const words = /** @type {HTMLTemplateElement} */ (find('template#_search-words')).content.textContent ?? '';
    const loading = /^loading=(.*)$/m.exec(words)?.[1];
    /** @type {any} */ (window).asked = new Promise((resolve, reject) => {
      let began = 0;
      addEventListener('input', () => (began ||= performance.now()), { capture: true, once: true });
      const observer = new MutationObserver(() => {
        const said = status.textContent?.trim();
        if (!began || !said || said === loading) return;
        observer.disconnect();
        if (status.querySelector('button')) return reject(new Error(said));
        resolve({ time: performance.now() - began, shown: list.querySelectorAll('.hit').length, said });
      });
      observer.observe(status, { subtree: true, childList: true, characterData: true });
      setTimeout(() => reject(new Error('no answer')), patience);
    });
  }, PATIENCE);
  await page.locator('.search-page input[name=q]').fill(query);
  return page.evaluate(() => /** @type {any} */ (window).asked);
}

/**
 * casebook's engine as browsers run it, in Node, on the exported files. Its answers are looked at,
 * not timed.
 *
 * @param {string} site
 * @param {'zh' | 'en'} lang
 * @returns {Promise<import('./quality.mjs').Engine>}
 */
export async function engine(site, lang) {
  const { openIndex } = await client();
  const source = files(site, lang);
  return {
    name,
    async session() {
      const index = await openIndex(source);
      return {
        search: async (query, limit = 10) => (await index.search(query, { limit })).hits.map((/** @type {any} */ hit) => hit.path),
        close: async () => {},
      };
    },
    close: async () => {},
  };
}

/**
 * Paths of the pages that are in an index, in the order of their numbers.
 *
 * @param {string} site
 * @param {'zh' | 'en'} lang
 * @returns {Promise<string[]>}
 */
export async function paths(site, lang) {
  const { openStore } = await client();
  const store = await openStore(files(site, lang));
  const found = [];
  for (let page = 0; page < store.root.pages; page++) found.push((await store.card(page))[0]);
  return found;
}

/**
 * The files of an index, each read once.
 *
 * @param {string} site
 * @param {'zh' | 'en'} lang
 */
export function files(site, lang) {
  /** @type {Map<string, Uint8Array>} */
  const kept = new Map();
  return {
    /** @param {string} file */
    async load(file) {
      const known = kept.get(file) ?? new Uint8Array(readFileSync(path.join(site, 'search', lang, `${file}.bin`)));
      kept.set(file, known);
      return known;
    },
  };
}

/** @type {Promise<any> | undefined} */
let bundled;

/** The client's engine as a module of Node, which cannot read TypeScript itself. */
export function client() {
  bundled ??= (async () => {
    const sources = path.join(project, 'client');
    const require = createRequire(path.join(sources, 'package.json'));
    let esbuild;
    try {
      esbuild = require('esbuild');
    } catch {
      throw new Error('the client\'s packages are missing: npm --prefix client ci');
    }
    const outfile = path.join(folder('client'), 'engine.mjs');
    const contents = ['index', 'evaluate', 'store', 'files'].map((name) => `export * from './engine/${name}';`).join('\n');
    await esbuild.build({
      stdin: { contents, resolveDir: path.join(sources, 'src'), loader: 'ts' },
      outfile,
      bundle: true,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      logLevel: 'error',
    });
    return import(pathToFileURL(outfile).href);
  })();
  return bundled;
}

/**
 * Whether a built site can be searched.
 *
 * @param {string} site
 */
export function isSearchable(site) {
  return LANGS.every((lang) => existsSync(path.join(site, 'search', lang, 'root.bin')));
}
