/**
 * Bytes, requests and times in the browser.
 */
import { Missed, SLOW, another, open } from './chromium.mjs';

/**
 * @typedef {'script' | 'root' | 'terms' | 'texts' | 'other' | 'page'} Kind `page` is what the page
 *   itself is made of, whether one searches or not; it does not count
 *
 * @typedef {object} Searcher a search engine in the browser
 * @property {string} name
 * @property {(lang: 'zh' | 'en') => string} entry path of the page to search from
 * @property {(url: string) => Kind} kind
 * @property {(page: import('playwright-core').Page, query: string) => Promise<{time: number, shown: number}>} ask
 *
 * @typedef {object} Sample
 * @property {string} query
 * @property {string} of which set the query is
 * @property {number} time milliseconds from the input until ten results, or all, are in the document
 * @property {number} shown results
 * @property {number} requests
 * @property {number} bytes
 * @property {Record<string, number>} kinds bytes by kind
 * @property {Loaded} [after] what is loaded once the reader looks at the results
 *
 * @typedef {{requests: number, bytes: number, kinds: Record<string, number>}} Loaded
 *
 * @typedef {{cold: Sample[], next: Sample[], again: Sample[]}} Measured `cold`: nothing is in the
 *   cache; `next`: after another query on the same page; `again`: on a new page, with a warm cache
 */

/** Time for which a reader looks at results, in milliseconds. */
const LOOK = 1_500;

/**
 * Asks every query in a browser that knows nothing, and after another query.
 *
 * @param {import('playwright-core').Browser} browser
 * @param {string} origin
 * @param {Searcher} searcher
 * @param {'zh' | 'en'} lang
 * @param {import('./queries.mjs').Timed[]} queries
 * @param {boolean} slow on a slow network
 * @returns {Promise<Measured>}
 */
export async function measure(browser, origin, searcher, lang, queries, slow) {
  /** @type {Measured} */
  const measured = { cold: [], next: [], again: [] };
  for (let at = 0; at < queries.length; at++) {
    const three = [0, 1, 2].map((ahead) => queries[(at + ahead) % queries.length]);
    const { cold, next, again } = await untilSeen(() => visit(browser, origin, searcher, lang, three, slow));
    measured.cold.push(cold);
    measured.next.push(next);
    if (again) measured.again.push(again);
  }
  return measured;
}

/**
 * @param {import('playwright-core').Browser} browser
 * @param {string} origin
 * @param {Searcher} searcher
 * @param {'zh' | 'en'} lang
 * @param {import('./queries.mjs').Timed[]} queries
 * @param {boolean} slow
 */
async function visit(browser, origin, searcher, lang, [first, second, third], slow) {
  const network = slow ? SLOW : undefined;
  const { context, page, traffic } = await open(browser, network);
  try {
    await page.goto(origin + searcher.entry(lang), { waitUntil: 'load' });
    // A script that the page brings along is part of what the first search costs. What is still
    // on its way when the reader begins is, too; so nothing is waited for.
    const cold = await sample(page, traffic, searcher, first, !slow);
    const next = await sample(page, traffic, searcher, second, !slow);
    if (slow) return { cold, next };
    const later = await another(context, network);
    await later.page.goto(origin + searcher.entry(lang), { waitUntil: 'load' });
    return { cold, next, again: await sample(later.page, later.traffic, searcher, third) };
  } finally {
    await context.close();
  }
}

/**
 * @template T
 * @param {() => Promise<T>} attempt
 * @returns {Promise<T>}
 */
async function untilSeen(attempt) {
  for (let tries = 1; ; tries++) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof Missed) || tries === 10) throw error;
    }
  }
}

/**
 * @param {import('playwright-core').Page} page
 * @param {import('./chromium.mjs').Traffic} traffic
 * @param {Searcher} searcher
 * @param {import('./queries.mjs').Timed} query
 * @param {boolean} [look] whether the reader looks at the results
 * @returns {Promise<Sample>}
 */
async function sample(page, traffic, searcher, query, look = false) {
  const { time, shown } = await searcher.ask(page, query.text);
  const own = { query: query.text, of: query.kind, time, shown, ...loaded(await traffic.take(), searcher) };
  if (!look) return own;
  await new Promise((resolve) => setTimeout(resolve, LOOK));
  return { ...own, after: loaded(await traffic.take(), searcher) };
}

/**
 * @param {import('./chromium.mjs').Load[]} all
 * @param {Searcher} searcher
 * @returns {Loaded}
 */
function loaded(all, searcher) {
  const loads = all.map(({ url, bytes }) => ({ kind: searcher.kind(url), bytes }));
  const counted = loads.filter(({ kind }) => kind !== 'page');
  /** @type {Record<string, number>} */
  const kinds = {};
  for (const { kind, bytes } of counted) kinds[kind] = (kinds[kind] ?? 0) + bytes;
  return {
    // What the browser takes from its cache is no request.
    requests: counted.filter(({ bytes }) => bytes > 0).length,
    bytes: counted.reduce((sum, { bytes }) => sum + bytes, 0),
    kinds,
  };
}

/**
 * @param {number[]} numbers
 * @param {number} [part] 0.5 is the median
 */
export function quantile(numbers, part = 0.5) {
  const sorted = [...numbers].sort((one, other) => one - other);
  if (sorted.length === 0) return Number.NaN;
  const at = (sorted.length - 1) * part;
  const below = sorted[Math.floor(at)];
  return below + (sorted[Math.ceil(at)] - below) * (at - Math.floor(at));
}
