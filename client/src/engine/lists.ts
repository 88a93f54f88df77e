/** Postings: on which pages, how often, in which titles and headings (2.3). */
import { type Bytes, repeat } from './bytes';

/** What a page has of a term or an atom: its frequency class, and zones other than bodies as 16 × their number + their length. */
export type Posting = [times: number, zones: number[]];

/** The postings of a term or an atom, by page. */
export type List = ReadonlyMap<number, Posting>;

/** Pages, be it those of a list or a set. */
export type Pages = Pick<List, 'size' | 'has' | 'keys'>;

export const NONE: List = new Map();

/** What a page has that a list does not have. */
export const NOTHING: Posting = [0, []];

/**
 * The postings of pages, each with the number that tells of its occurrences. Few terms of a file are asked for: the
 * list is made once this one is.
 */
export function laterList(pages: number[], told: number[], zones: Bytes): () => List {
  const gaps = told.map((number) => repeat(number >> 4, zones.varint));
  let list: List | undefined;
  return () =>
    (list ??= listOf(pages, (_, at) => {
      let number = 0;
      return [told[at] & 15, gaps[at].map((gap) => (number += gap))];
    }));
}

/** The pages that all have; `null` stands for every page. */
export function common(all: (Pages | null)[]): Set<number> | null {
  const [first, ...others] = all.filter((pages) => pages !== null).sort((a, b) => a.size - b.size);
  return first ? new Set([...first.keys()].filter((page) => others.every((pages) => pages.has(page)))) : null;
}

/** Two postings that belong together: what both have. */
export const both = ([a, some]: Posting, [b, others]: Posting): Posting => [
  Math.min(a, b),
  some.filter((zone) => others.includes(zone)),
];

/** Two postings that stand for each other: what either has. */
const either = ([a, some]: Posting, [b, others]: Posting): Posting => [Math.max(a, b), [...new Set([...some, ...others])]];

/** A list of postings that are made page by page; a page without one is left out. */
export function listOf(pages: Iterable<number>, posting: (page: number, at: number) => Posting | undefined): List {
  const list = new Map<number, Posting>();
  let at = 0;
  for (const page of pages) {
    const made = posting(page, at++);
    if (made) list.set(page, made);
  }
  return list;
}

/** The pages of any list. */
export function unite(lists: List[]): List {
  const united = new Map<number, Posting>();
  for (const list of lists) {
    for (const [page, posting] of list) {
      const before = united.get(page);
      united.set(page, before ? either(before, posting) : posting);
    }
  }
  return united;
}

/** What all lists have in common, on given pages; a list without the page has nothing there. */
export const meet = (lists: List[], pages: Iterable<number> = common(lists)!): List =>
  listOf(pages, (page) => lists.map((list) => list.get(page) ?? NOTHING).reduce(both));
