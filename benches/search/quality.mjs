/**
 * How good answers are, against what the corpus's text says.
 */
import { generator, shuffled } from './queries.mjs';

/**
 * @typedef {object} Session what one reader asks, one query after the other
 * @property {(query: string, limit?: number) => Promise<string[]>} search paths of pages found, the best
 *   first, ten if not told otherwise
 * @property {() => Promise<void>} close
 *
 * @typedef {object} Engine
 * @property {string} name
 * @property {() => Promise<Session>} session one that knows of no earlier query
 * @property {() => Promise<void>} close
 *
 * @typedef {object} Quality
 * @property {Record<string, {mrr: number, first: number, missed: number, count: number}>} known by set
 * @property {{count: number, recall: number, phraseRecall: number, phrasePrecision: number, topTen: number, incomplete: number} | undefined} substrings
 * @property {{differing: number, count: number}} history queries whose top ten depends on what was
 *   asked before
 */

/** Queries of each set that are asked in three ways, to see whether their answers differ. */
const HISTORY = 225;

/**
 * @param {Engine} engine
 * @param {import('./queries.mjs').Queries} queries
 * @returns {Promise<Quality>}
 */
export async function quality(engine, queries) {
  const known = {};
  for (const [set, items] of Object.entries(queries.known)) {
    known[set] = await ranks(engine, items);
  }
  const found = queries.substrings.length > 0 ? await substrings(engine, queries.substrings) : undefined;
  const asked = [...Object.values(queries.known), queries.substrings].flatMap((set) => set.slice(0, HISTORY).map(({ text }) => text));
  return { known, substrings: found, history: await history(engine, asked) };
}

/**
 * Mean reciprocal rank: 1 for a page found first, 1/2 for second, … 0 below the tenth.
 *
 * @param {Engine} engine
 * @param {import('./queries.mjs').KnownItem[]} items
 */
export async function ranks(engine, items) {
  const session = await engine.session();
  let sum = 0;
  let first = 0;
  const missed = [];
  for (const { text, page } of items) {
    const rank = (await session.search(text)).indexOf(page) + 1;
    if (rank > 0) sum += 1 / rank;
    if (rank === 1) first += 1;
    if (rank !== 1) missed.push({ text, page, rank });
  }
  await session.close();
  return { mrr: items.length ? sum / items.length : Number.NaN, first, missed: missed.filter(({ rank }) => rank === 0).length, count: items.length, below: missed };
}

/**
 * Recall: of the pages whose prose has the string, the part that is found. Precision: of the pages
 * found, the part that shows it. Both are means over queries.
 *
 * @param {Engine} engine
 * @param {import('./queries.mjs').Substring[]} items
 */
async function substrings(engine, items) {
  const session = await engine.session();
  const recall = [];
  const phraseRecall = [];
  const phrasePrecision = [];
  const topTen = [];
  const wrong = [];
  for (const { text, must, may } of items) {
    const part = (/** @type {string[]} */ some, /** @type {Set<string>} */ of) => some.filter((page) => of.has(page)).length;
    const plain = await session.search(text, Infinity);
    recall.push(part([...must], new Set(plain)) / must.size);
    const top = plain.slice(0, 10);
    if (top.length > 0) topTen.push(part(top, may) / top.length);
    const phrase = await session.search(`"${text}"`, Infinity);
    phraseRecall.push(part([...must], new Set(phrase)) / must.size);
    if (phrase.length > 0) phrasePrecision.push(part(phrase, may) / phrase.length);
    const missing = [...must].filter((page) => !plain.includes(page));
    const extra = phrase.filter((page) => !may.has(page));
    if (missing.length + extra.length > 0) wrong.push({ text, missing, extra });
  }
  await session.close();
  return {
    count: items.length,
    recall: mean(recall),
    phraseRecall: mean(phraseRecall),
    phrasePrecision: mean(phrasePrecision),
    topTen: mean(topTen),
    incomplete: recall.filter((one) => one < 1).length,
    wrong,
  };
}

/**
 * Asks all queries in one session, in another in another order, and each in a session of its own.
 *
 * @param {Engine} engine
 * @param {string[]} asked
 */
async function history(engine, asked) {
  const top = async (/** @type {Session} */ session, /** @type {string} */ query) =>
    (await session.search(query)).join('\n');
  /** @type {Map<string, Set<string>>} */
  const answers = new Map(asked.map((query) => [query, new Set()]));
  for (const order of [asked, shuffled(asked, generator(7))]) {
    const session = await engine.session();
    for (const query of order) answers.get(query)?.add(await top(session, query));
    await session.close();
  }
  for (const query of answers.keys()) {
    const session = await engine.session();
    answers.get(query)?.add(await top(session, query));
    await session.close();
  }
  const differing = [...answers.values()].filter((different) => different.size > 1).length;
  return { differing, count: answers.size };
}

/** @param {number[]} numbers */
export function mean(numbers) {
  return numbers.length ? numbers.reduce((sum, one) => sum + one, 0) / numbers.length : Number.NaN;
}
