/**
 * Queries, made from a corpus's own visible text. The same corpus and seed give the same queries.
 *
 * Known items: what a reader remembers of one page, whose rank is then looked for. Substrings: any
 * characters a reader copies, whose pages a naive scan knows.
 */
import { folded } from './text.mjs';

/** Queries of a set, where the corpus has as many. */
const SET = 200;
const QUICK_SET = 30;

/** Of the queries that bytes and times are measured with: how many of each kind. */
const MIX = { title: 20, heading: 20, rare: 10, common: 10 };
const QUICK_MIX = { title: 2, heading: 2, rare: 1, common: 1 };

/** A term is rare if at most this part of the pages has it, or two. */
const RARE = 0.03;

/** A term is common if at least this part of the pages has it, and ten. */
const COMMON = 0.05;

/** Pages that candidates for terms are taken from. */
const SAMPLED = 400;

/** Words that say nothing. Too short ones are not taken anyway. */
const STOP = new Set(
  'about after also because been before being between both cannot could does each from have having here into itself just like more most must only other over same should some such than that their them then there these they this those through under until using very want were what when where which while will with within without would your'.split(' '),
);

/**
 * @typedef {import('./text.mjs').Page} Page
 * @typedef {{text: string, page: string}} KnownItem
 * @typedef {{text: string, must: Set<string>, may: Set<string>}} Substring `must`: pages whose prose
 *   has it; `may`: pages that show it anywhere
 * @typedef {{text: string, kind: string}} Timed
 * @typedef {object} Queries
 * @property {{title: KnownItem[], heading: KnownItem[], rare: KnownItem[]}} known
 * @property {Substring[]} substrings in Chinese only
 * @property {Timed[]} timed
 */

/**
 * @param {Page[]} pages of one language
 * @param {'zh' | 'en'} lang
 * @param {{seed?: number, quick?: boolean}} [options]
 * @returns {Queries}
 */
export function queries(pages, lang, { seed = 1, quick = false } = {}) {
  const random = generator(seed);
  const size = quick ? QUICK_SET : SET;
  const terms = new Terms(pages, lang, random);
  const known = {
    title: take(titles(pages), size, random),
    heading: take(headings(pages), size, random),
    rare: rare(terms, size, random),
  };
  const mix = quick ? QUICK_MIX : MIX;
  const timed = [
    ...['title', 'heading', 'rare'].flatMap((kind) => known[kind].slice(0, mix[kind]).map(({ text }) => ({ text, kind }))),
    ...common(terms, mix.common, random).map((text) => ({ text, kind: 'common' })),
  ];
  return {
    known,
    substrings: lang === 'zh' ? substrings(pages, size * 1.5, random) : [],
    // Mixed, so that the next query is of any kind.
    timed: shuffled(timed, random),
  };
}

/** @param {Page[]} pages */
function titles(pages) {
  const counts = counted(pages.map((page) => folded(page.title)));
  return pages
    .filter((page) => page.title && counts.get(folded(page.title)) === 1)
    .map((page) => ({ text: page.title, page: page.path }));
}

/**
 * Headings that one page alone has, and no page as its title. Those of a letter or two are left out:
 * nobody looks for a section by them.
 *
 * @param {Page[]} pages
 */
function headings(pages) {
  const counts = counted(pages.flatMap((page) => page.headings.map(folded)));
  for (const page of pages) counts.set(folded(page.title), 2);
  return pages.flatMap((page) =>
    page.headings
      .filter((text) => [...text].length >= 4 && counts.get(folded(text)) === 1)
      .map((text) => ({ text, page: page.path })),
  );
}

/**
 * Terms from inside sentences, and the pages that have each: those of a sample of the pages, looked
 * for in all of them.
 */
class Terms {
  /** @type {Map<string, number[]>} numbers of the pages that have a term */
  pages = new Map();
  /** @type {{page: number, sentences: string[][]}[]} terms of the sampled pages */
  sampled = [];

  /**
   * @param {Page[]} pages
   * @param {'zh' | 'en'} lang
   * @param {() => number} random
   */
  constructor(pages, lang, random) {
    this.all = pages;
    this.count = pages.length;
    const numbers = shuffled([...pages.keys()], random).slice(0, SAMPLED);
    const inside = lang === 'zh' ? chineseTerms : englishTerms;
    this.sampled = numbers.map((page) => ({
      page,
      sentences: sentences(pages[page]).map(inside).filter((terms) => terms.length > 0),
    }));
    for (const { sentences } of this.sampled) {
      for (const term of sentences.flat()) this.pages.set(term, []);
    }
    pages.forEach((page, number) => {
      const present = lang === 'zh' ? grams(page.prose) : page.prose.match(/[a-z]+/g) ?? [];
      for (const term of new Set(present)) this.pages.get(term)?.push(number);
    });
  }

  /** @param {string} term */
  of(term) {
    return this.pages.get(term) ?? [];
  }
}

/**
 * Every string of two to four Han characters.
 *
 * @param {string} text
 */
function* grams(text) {
  for (const [run] of text.matchAll(/\p{Script=Han}{2,}/gu)) {
    const characters = [...run];
    for (let at = 0; at < characters.length; at++) {
      for (let length = 2; length <= 4 && at + length <= characters.length; length++) {
        yield characters.slice(at, at + length).join('');
      }
    }
  }
}

/** @param {Page} page */
function sentences(page) {
  return page.sentences.flatMap((line) => line.split(/(?<=[。！？；])|(?<=[.!?;])\s/u));
}

const SEGMENTER = new Intl.Segmenter('zh', { granularity: 'word' });

/**
 * Words of two to four Han characters, and pairs of shorter words as long as that, which do not
 * begin or end the sentence. Words are those of the Unicode tables that browsers have too: a reader
 * types words, not any characters.
 *
 * @param {string} sentence
 */
function chineseTerms(sentence) {
  const words = [...SEGMENTER.segment(sentence)].map(({ segment }) => segment);
  const terms = [];
  const han = /^\p{Script=Han}+$/u;
  for (let at = 1; at < words.length - 2; at++) {
    if (!han.test(words[at])) continue;
    if (words[at].length >= 2 && words[at].length <= 4) terms.push(words[at]);
    const pair = words[at] + words[at + 1];
    if (han.test(words[at + 1]) && pair.length >= 2 && pair.length <= 4) terms.push(pair);
  }
  return terms;
}

/** @param {string} sentence */
function englishTerms(sentence) {
  const words = sentence.split(/\s+/).slice(1, -1);
  return words
    .map((word) => word.replace(/^[("“‘]+|[)"”’.,:;!?]+$/g, ''))
    .filter((word) => /^[A-Za-z]{4,}$/.test(word))
    .map((word) => word.toLowerCase())
    .filter((word) => !STOP.has(word));
}

/**
 * Three rare terms of one page, each from another sentence where there are as many, that no other
 * page has together.
 *
 * @param {Terms} terms
 * @param {number} size
 * @param {() => number} random
 * @returns {KnownItem[]}
 */
function rare(terms, size, random) {
  const limit = Math.max(2, Math.floor(terms.count * RARE));
  const sources = terms.sampled.map(({ page, sentences }) => ({
    page,
    sentences: sentences
      .map((some) => some.filter((term) => between(terms.of(term).length, 1, limit)))
      .filter((some) => some.length > 0),
  }));
  const found = new Map();
  for (let round = 0; round < 6 && found.size < size; round++) {
    for (const { page, sentences } of sources) {
      if (found.size === size) break;
      const three = take(sentences, 3, random).map((some) => some[Math.floor(random() * some.length)]);
      if (three.length < 3 || three.some((one, at) => three.some((other, to) => at !== to && other.includes(one)))) continue;
      const together = terms.of(three[0]).filter((page) => three.every((term) => terms.of(term).includes(page)));
      if (together.length !== 1) continue;
      found.set(three.join(' '), { text: three.join(' '), page: terms.all[page].path });
    }
  }
  return [...found.values()];
}

/**
 * Queries of one or two common words with ten results or more, if the corpus has such.
 *
 * @param {Terms} terms
 * @param {number} size
 * @param {() => number} random
 */
function common(terms, size, random) {
  const least = Math.max(10, Math.floor(terms.count * COMMON));
  const words = [...terms.pages.keys()].filter(
    (term) => terms.of(term).length >= least && [...SEGMENTER.segment(term)].length === 1,
  );
  const chosen = shuffled(words, random);
  const singles = chosen.slice(0, Math.ceil(size / 2));
  const pairs = [];
  for (let tries = 0; tries < 2_000 && pairs.length < size - singles.length && chosen.length > 1; tries++) {
    const [one, other] = take(chosen, 2, random);
    if (one.includes(other) || other.includes(one)) continue;
    const pages = new Set(terms.of(other));
    if (terms.of(one).filter((page) => pages.has(page)).length >= 10) pairs.push(`${one} ${other}`);
  }
  return [...singles, ...new Set(pairs)];
}

/**
 * Strings of two to eight Han characters from inside sentences, as many of each length, with the
 * pages that have them.
 *
 * @param {Page[]} pages
 * @param {number} size
 * @param {() => number} random
 * @returns {Substring[]}
 */
function substrings(pages, size, random) {
  const found = new Map();
  for (let tries = 0; tries < size * 20 && found.size < size; tries++) {
    const page = pages[Math.floor(random() * pages.length)];
    const length = 2 + (found.size % 7);
    const runs = sentences(page)
      .flatMap((sentence) => [...sentence.matchAll(/\p{Script=Han}+/gu)].map(([run]) => [...run]))
      .filter((run) => run.length >= length + 2);
    if (runs.length === 0) continue;
    const run = runs[Math.floor(random() * runs.length)];
    const at = 1 + Math.floor(random() * (run.length - length - 1));
    const text = folded(run.slice(at, at + length).join(''));
    if (found.has(text)) continue;
    const having = (/** @type {'prose' | 'all'} */ part) => new Set(pages.filter((page) => page[part].includes(text)).map((page) => page.path));
    found.set(text, { text, must: having('prose'), may: having('all') });
  }
  return [...found.values()];
}

/** @param {string[]} texts */
function counted(texts) {
  const counts = new Map();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
}

const between = (/** @type {number} */ n, /** @type {number} */ least, /** @type {number} */ most) => n >= least && n <= most;

/**
 * Numbers from 0 to below 1 that follow from the seed alone (mulberry32).
 *
 * @param {number} seed
 */
export function generator(seed) {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * @template T
 * @param {T[]} items
 * @param {() => number} random
 * @returns {T[]}
 */
export function shuffled(items, random) {
  const result = [...items];
  for (let last = result.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [result[last], result[other]] = [result[other], result[last]];
  }
  return result;
}

/**
 * @template T
 * @param {T[]} items
 * @param {number} count
 * @param {() => number} random
 */
const take = (items, count, random) => shuffled(items, random).slice(0, count);
