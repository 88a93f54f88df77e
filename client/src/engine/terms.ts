/** Files of terms with their postings, and parts of long lists (2.3). */
import { ascendingIn } from './bits';
import { asciiOf, type Bytes, bytesOf, repeat } from './bytes';
import { numberAt } from './hash';
import { laterList, type List } from './lists';
import type { Root } from './root';
import { HAN } from './characters';

export interface Term {
  key: string;
  /** All postings; of a long term the best. */
  list(): List;
  /** The number of all postings. */
  total: number;
  /** Names of the parts of a long term's list, 0 where one is empty. */
  parts?: number[];
  /** The words that have the term. */
  surfaces: string[];
  /** For each posting which of several surfaces are on its page, one bit each; none if there is only one. */
  forms: number[];
}

/** A key of a file, and its term. Terms follow from those before them: they are read once one is asked for. */
export interface Entry {
  key: string;
  term(): Term;
}

/** The pages on which a term has a surface, as far as they are told apart. */
export const pagesWith = (surface: string, { list, parts, surfaces, forms }: Term): Set<number> => {
  const bit = 2 ** surfaces.indexOf(surface);
  // Where there is no such surface, the bit is ½, and no number has it.
  const has = (_: number, place: number) => !parts && (((forms[place] ?? 1) / bit) | 0) % 2;
  return new Set([...list().keys()].filter(has));
};

/** Keys, each of which shares its beginning with the one before. */
export function decodeKeys(section: () => Bytes, { parsed }: Root): string[] {
  const [shared, added] = [section().whole, section().whole];
  const text = parsed(section().whole);
  let key = '';
  let at = 0;
  let place = 0;
  return repeat(shared.length, () => (key = key.slice(0, shared[place]) + text.slice(at, (at += added[place++]))));
}

export function decodeTerms(content: Uint8Array, root: Root): Entry[] {
  const { pages, everyPage, lists } = root;
  const { section } = bytesOf(content);
  const keys = decodeKeys(section, root);
  const [numbers, bits, classes, zones, names, forms] = repeat(6, section);
  const ascending = ascendingIn(bits.whole);
  /** Runs of Han characters that the next term may begin with, with the pages that it can have then, or ~page of one that has the run once. */
  const above: [key: string, left: number[]][] = [['', everyPage]];
  const made: Term[] = [];
  const next = (): Term => {
    const at = made.length;
    const key = keys[at];
    const value = numbers.varint();
    const count = value >> 1;
    const isLong = value % 2;
    const total = isLong ? numbers.varint() : count;
    while (!key.startsWith(above.at(-1)![0])) above.pop();
    const [, left] = above.at(-1)!;
    const places = ascending(count, left.length);
    const told = places.map((at) => (left[at] < 0 ? 1 : classes.varint()));
    const own = places.map((at) => Math.max(left[at], ~left[at]));
    // Who has a run once has one only of those that begin with it.
    for (const at of places.reverse()) if (left[at] < 0) left.splice(at, 1);
    if (keys[at + 1]?.startsWith(key) && HAN.test(key) && !isLong) above.push([key, own.map((page, at) => (told[at] > 1 ? page : ~page))]);
    const others = names.varint();
    const surfaces = others
      ? repeat(others, () => key.slice(0, names.varint()) + asciiOf(names.take(names.varint())))
      : [key];
    return {
      key,
      total,
      parts: isLong ? repeat(Math.ceil(pages / lists), () => numberAt(numbers.take(4), 0) >>> 0) : undefined,
      list: laterList(own, told, zones),
      surfaces,
      forms: repeat(others > 1 && !isLong ? count : 0, forms.varint),
    };
  };
  return keys.map((key, at) => ({
    key,
    term() {
      while (made.length <= at) made.push(next());
      return made[at];
    },
  }));
}

/** Decodes a part of a long list; `from` is its first page, `range` how many pages a part has. */
export function decodePart(content: Uint8Array, from: number, range: number): List {
  const { section } = bytesOf(content);
  const count = section().varint();
  const pages = ascendingIn(section().whole)(count, range, from);
  return laterList(pages, repeat(count, section().varint), section())();
}
