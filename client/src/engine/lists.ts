/** Postings: on which pages, how often, in which titles and headings (2.3). */
import { type Bytes, repeat } from './bytes';

/** What a page has of a term or an atom. */
export interface Posting {
  /** Frequency class. */
  class: number;
  /** Zones other than bodies: 16 × their number + their length. */
  zones: number[];
}

/** The postings of a term or an atom, by page. */
export type List = ReadonlyMap<number, Posting>;

/** Pages, be it those of a list or a set. */
export type Pages = Pick<List, 'size' | 'has' | 'keys'>;

export const NONE: List = new Map();

/** A page, and the number that tells of a term's occurrences there. */
export type Page = [page: number, told?: number];

/** The postings of pages; their list is made once something is asked of it. */
export function laterList(pages: Page[], zones: Bytes): () => List {
  const postings = pages.map(([page, told]): [number, Posting] => {
    let number = 0;
    return [page, { class: told! & 15, zones: repeat(told! >> 4, () => (number += zones.varint())) }];
  });
  let list: List | undefined;
  return () => (list ??= new Map(postings));
}

/** The pages that all have; `null` stands for every page. */
export function common(all: (Pages | null)[]): Set<number> | null {
  const [first, ...others] = all.filter((pages) => pages !== null).sort((a, b) => a.size - b.size);
  return first ? new Set([...first.keys()].filter((page) => others.every((pages) => pages.has(page)))) : null;
}

/** Two postings that belong together: what both have. */
export const both = (a: Posting, b: Posting): Posting => ({
  class: Math.min(a.class, b.class),
  zones: a.zones.filter((zone) => b.zones.includes(zone)),
});

/** Two postings that stand for each other: what either has. */
const either = (a: Posting, b: Posting): Posting => ({
  class: Math.max(a.class, b.class),
  zones: [...new Set([...a.zones, ...b.zones])],
});

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
  listOf(pages, (page) => lists.map((list) => list.get(page) ?? { class: 0, zones: [] }).reduce(both));
