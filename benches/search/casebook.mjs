/**
 * casebook: what its search costs a build, and its search page in the browser.
 */
import { readdirSync } from 'node:fs';
import path from 'node:path';

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
    if (family.startsWith('x/')) return 'texts';
    return /^[tlpwy]\//.test(family) ? 'terms' : 'other';
  }
  return pathname.endsWith('.js') ? 'script' : 'page';
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
 * begins with the input event; the reader has meant to search when the box got the focus.
 *
 * @param {import('playwright-core').Page} page
 * @param {string} query
 * @returns {Promise<{time: number, shown: number}>}
 */
export async function ask(page, query) {
  await page.evaluate(
    ([query, patience]) => {
      /** @type {any} */ (window).asked = new Promise((resolve, reject) => {
        let began = 0;
        addEventListener('input', () => (began ||= performance.now()), { capture: true, once: true });
        const look = () => {
          const done = [...document.querySelectorAll('[data-search-state="done"]')].find(
            (list) => /** @type {HTMLElement} */ (list).dataset.searchQuery === query,
          );
          if (!began || !done) return;
          const time = performance.now() - began;
          observer.disconnect();
          const hits = [...done.querySelectorAll('[data-search-hit]')];
          const bare = hits.filter((hit) => !hit.querySelector('[data-search-excerpt]')).length;
          resolve({ time, shown: hits.length, bare });
        };
        const observer = new MutationObserver(look);
        observer.observe(document, { subtree: true, childList: true, attributes: true });
        setTimeout(() => reject(new Error(`no answer to ${query}`)), patience);
      });
    },
    /** @type {[string, number]} */ ([query, PATIENCE]),
  );
  await page.locator('main input[type=search]').fill(query);
  return page.evaluate(() => /** @type {any} */ (window).asked);
}

/**
 * Whether a built site can be searched.
 *
 * @param {string} site
 */
export function isSearchable(site) {
  return LANGS.every((lang) => readdirSync(site, { recursive: true }).includes(path.join('search', lang, 'root.bin')));
}
