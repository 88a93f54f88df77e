/**
 * Finds the weights of ranking, and shows what each does at both ends.
 *
 * Weights are looked for one after the other: each is set to some parts and multiples of what it is,
 * and keeps the value at which known items are found highest; that is repeated until no weight
 * changes. `body` stays as it is, for only the relation of the weights matters. The engine reads its
 * weights from the root of the index, so that other weights need no other index.
 */
import * as casebook from './casebook.mjs';
import { mean } from './quality.mjs';
import { queries } from './queries.mjs';
import { documents } from './text.mjs';

/** Values that are tried, as multiples of the present one. */
const STEPS = [0, 0.25, 0.5, 0.75, 1, 1.5, 2, 4];

/** Values whose effect is shown at the end: from nothing to far above all others. */
const CURVE = [0, 0.25, 0.5, 1, 2, 4, 16, 256];

/** Values that are tried where a weight is 0. */
const FIRST = [0, 64, 256, 1024, 4096];

/** Times that all weights are gone through at most. */
const ROUNDS = 4;

/** An improvement that is smaller is chance. */
const LEAST = 0.0005;

const LANGS = /** @type {const} */ (['zh', 'en']);

/**
 * @typedef {Record<string, number>} Weights
 * @typedef {{name: string, value: number}[]} Scores MRR@10 of each set
 * @typedef {(weights: Weights) => Promise<Scores>} Judge
 */

/**
 * @param {import('./site.mjs').Corpus[]} corpora
 * @param {{seed: number, quick: boolean}} options
 * @param {(text: string) => void} tell
 * @returns {Promise<{start: Weights, found: Weights, report: string}>}
 */
export async function tune(corpora, options, tell) {
  const sites = corpora.map((corpus) => ({ corpus, site: casebook.build(corpus, 1).site }));
  const { judge, start } = await judged(sites, options);
  let weights = { ...start };
  let best = await judge(weights);
  tell(`begins with ${shown(weights)}: ${total(best).toFixed(4)}`);
  for (let round = 1; round <= ROUNDS; round++) {
    const before = shown(weights);
    for (const name of Object.keys(start).filter((name) => name !== 'body')) {
      for (const value of around(weights[name], STEPS)) {
        const scores = await judge({ ...weights, [name]: value });
        if (total(scores) < total(best) + LEAST) continue;
        best = scores;
        weights = { ...weights, [name]: value };
      }
      tell(`round ${round}: ${name} = ${weights[name]}: ${total(best).toFixed(4)}`);
    }
    if (shown(weights) === before) break;
  }

  const parts = [`Weights: ${shown(weights)} (before: ${shown(start)})`, ''];
  // Weights that are good for the queries they were found with only would be of no use.
  const other = await judged(sites, { ...options, seed: options.seed + 1 });
  parts.push(
    comparison([
      ['before', await judge(start)],
      ['found', best],
      ['before, other queries', await other.judge(start)],
      ['found, other queries', await other.judge(weights)],
    ]),
  );
  for (const name of Object.keys(weights)) {
    const rows = [];
    for (const value of around(weights[name], CURVE)) rows.push([String(value), await judge({ ...weights, [name]: value })]);
    parts.push(`#### ${name} (${weights[name]})`, '', comparison(rows));
    tell(`curve of ${name}`);
  }
  return { start, found: weights, report: parts.join('\n') };
}

/**
 * Something that says how high the known items of all corpora are found with given weights.
 *
 * @param {{corpus: import('./site.mjs').Corpus, site: string}[]} sites
 * @param {{seed: number, quick: boolean}} options
 * @returns {Promise<{judge: Judge, start: Weights}>}
 */
async function judged(sites, options) {
  const { openStore, evaluate } = await casebook.client();
  const sets = [];
  let start = {};
  for (const { corpus, site } of sites) {
    const pages = documents(site);
    for (const lang of LANGS) {
      const { known } = queries(pages.filter((page) => page.lang === lang), lang, options);
      const store = await openStore(casebook.files(site, lang));
      start = { ...store.root.weights };
      const numbers = new Map((await casebook.paths(site, lang)).map((path, number) => [path, number]));
      for (const [set, items] of Object.entries(known)) {
        if (items.length > 0) sets.push({ name: `${corpus.name} ${lang} ${set}`, store, items, numbers });
      }
    }
  }
  /** @type {Map<string, Scores>} */
  const remembered = new Map();
  /** @type {Judge} */
  const judge = async (weights) => {
    const known = remembered.get(shown(weights));
    if (known) return known;
    const scores = [];
    for (const { name, store, items, numbers } of sets) {
      Object.assign(store.root.weights, weights);
      const reciprocal = [];
      for (const { text, page } of items) {
        const { pages } = await evaluate(store, text, { sort: 'relevance', most: 10 });
        const rank = pages.slice(0, 10).indexOf(numbers.get(page)) + 1;
        reciprocal.push(rank ? 1 / rank : 0);
      }
      scores.push({ name, value: mean(reciprocal) });
    }
    remembered.set(shown(weights), scores);
    return scores;
  };
  return { judge, start };
}

/**
 * @param {number} value
 * @param {number[]} factors
 */
function around(value, factors) {
  const values = value === 0 ? FIRST : factors.map((factor) => Math.round(value * factor));
  return [...new Set(values)].sort((one, other) => one - other);
}

/** @param {Scores} scores */
const total = (scores) => mean(scores.map(({ value }) => value));

/** @param {Weights} weights */
const shown = (weights) => Object.entries(weights).map(([name, value]) => `${name} ${value}`).join(', ');

/** @param {[string, Scores][]} rows */
function comparison(rows) {
  const [[, first]] = rows;
  return [
    `| | mean | ${first.map(({ name }) => name).join(' | ')} |`,
    `|---|--:|${first.map(() => '--:|').join('')}`,
    ...rows.map(([name, scores]) => `| ${name} | ${total(scores).toFixed(4)} | ${scores.map(({ value }) => value.toFixed(3)).join(' | ')} |`),
    '',
  ].join('\n');
}
