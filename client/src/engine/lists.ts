/** Postings: on which pages, how often, in which titles and headings (2.3). */
import { Bytes, need } from './bytes';

/** The postings of a term or an atom, ascending by page. */
export interface List {
  pages: Uint32Array;
  /** Frequency classes. */
  classes: Uint8Array;
  /** Where the zones of each posting begin in `zones`, and where the last ones end. */
  at: Uint32Array;
  /** Zones other than bodies: 16 × their number + their length. */
  zones: Uint32Array;
}

/** One posting. */
export interface Posting {
  class: number;
  zones: number[];
}

export const NONE: List = {
  pages: new Uint32Array(),
  classes: new Uint8Array(),
  at: new Uint32Array(1),
  zones: new Uint32Array(),
};

/** A list's postings from one place to another. */
export const slice = ({ pages, classes, at, zones }: List, from: number, to: number): List => ({
  pages: pages.subarray(from, to),
  classes: classes.subarray(from, to),
  at: at.subarray(from, to + 1),
  zones,
});

/** Decodes lists that stand one behind the other, as one; each has as many postings as `counts` says. */
export function decodeLists(counts: number[], gaps: Bytes, classes: Bytes, zones: Bytes, from: number, pages: number): List {
  const bytes = classes.rest();
  const list: List = {
    pages: new Uint32Array(bytes.length),
    classes: bytes.map((byte) => byte & 15),
    at: new Uint32Array(bytes.length + 1),
    // An entry has one byte at least.
    zones: new Uint32Array(zones.left),
  };
  let posting = 0;
  let entry = 0;
  for (const count of counts) {
    need(posting + count <= bytes.length);
    for (let page = from, end = posting + count; posting < end; posting++, page++) {
      page += gaps.varint();
      need(page < pages);
      list.pages[posting] = page;
      let many = bytes[posting] >> 4;
      if (many === 15) many = zones.varint();
      for (let zone = 0; many > 0; many--) {
        const value = zones.varint();
        zone += value >>> 4;
        need(zone < 2 ** 28);
        list.zones[entry++] = zone * 16 + (value & 15);
      }
      list.at[posting + 1] = entry;
    }
  }
  need(posting === bytes.length);
  return list;
}

/** The place of a page in ascending pages, or of the first above it. */
export function placeOf(pages: Uint32Array, page: number): number {
  let low = 0;
  for (let high = pages.length; low < high; ) {
    const middle = (low + high) >> 1;
    if (pages[middle] < page) low = middle + 1;
    else high = middle;
  }
  return low;
}

export const has = (pages: Uint32Array, page: number): boolean => pages[placeOf(pages, page)] === page;

/** The pages that all have; `null` stands for every page. */
export function common(all: (Uint32Array | null)[]): Uint32Array | null {
  const [first, ...rest] = all.filter((pages) => pages !== null).sort((a, b) => a.length - b.length);
  return first ? rest.reduce((left, pages) => left.filter((page) => has(pages, page)), first) : null;
}

const postingAt = ({ classes, at, zones }: List, place: number): Posting => ({
  class: classes[place],
  zones: [...zones.subarray(at[place], at[place + 1])],
});

/** The posting of a page, if there is one. */
export function postingOf(list: List, page: number): Posting | undefined {
  const place = placeOf(list.pages, page);
  return list.pages[place] === page ? postingAt(list, place) : undefined;
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
export function listOf(pages: Uint32Array, posting: (page: number) => Posting | undefined): List {
  const kept: number[] = [];
  const classes: number[] = [];
  const at = [0];
  const zones: number[] = [];
  for (const page of pages) {
    const made = posting(page);
    if (!made) continue;
    kept.push(page);
    classes.push(made.class);
    for (const zone of made.zones) zones.push(zone);
    at.push(zones.length);
  }
  return {
    pages: Uint32Array.from(kept),
    classes: Uint8Array.from(classes),
    at: Uint32Array.from(at),
    zones: Uint32Array.from(zones),
  };
}

/** The pages of any list. */
export function unite(lists: List[]): List {
  if (lists.length < 2) return lists[0] ?? NONE;
  const made = new Map<number, Posting>();
  for (const list of lists) {
    list.pages.forEach((page, place) => {
      const before = made.get(page);
      const posting = postingAt(list, place);
      made.set(page, before ? either(before, posting) : posting);
    });
  }
  return listOf(Uint32Array.from(made.keys()).sort(), (page) => made.get(page));
}

/** What all lists have in common, on given pages; a list without the page has nothing there. */
export const meet = (pages: Uint32Array, lists: List[]): List =>
  listOf(pages, (page) => lists.map((list) => postingOf(list, page) ?? { class: 0, zones: [] }).reduce(both));

/** Lists one behind the other; their pages ascend. */
export function concat(lists: List[]): List {
  if (lists.length < 2) return lists[0] ?? NONE;
  const join = <T extends Uint8Array | Uint32Array>(into: T, arrays: T[]): T => {
    let from = 0;
    for (const array of arrays) {
      into.set(array, from);
      from += array.length;
    }
    return into;
  };
  const sum = (numbers: number[]) => numbers.reduce((a, b) => a + b, 0);
  const postings = sum(lists.map(({ pages }) => pages.length));
  const zones = lists.map((list) => list.zones.subarray(0, list.at[list.pages.length]));
  let before = 0;
  const at = lists.map((list, index) => {
    const moved = list.at.subarray(0, -1).map((place) => place + before);
    before += zones[index].length;
    return moved;
  });
  return {
    pages: join(new Uint32Array(postings), lists.map(({ pages }) => pages)),
    classes: join(new Uint8Array(postings), lists.map(({ classes }) => classes)),
    at: join(new Uint32Array(postings + 1).fill(before), at),
    zones: join(new Uint32Array(before), zones),
  };
}
