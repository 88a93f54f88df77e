/** Files of terms with their postings, and parts of long lists (2.3). */
import { type Bytes, bytesOf, textOf } from './bytes';
import { numberAt } from './hash';
import { decodeList, laterList, type List } from './lists';
import type { Root } from './root';

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
  /** For each posting which of several surfaces are on its page, one bit each. */
  forms(): number[];
}

/** The pages on which a term has a surface, as far as they are told apart. */
export const pagesWith = (surface: string, { list, parts, surfaces, forms }: Term): Set<number> => {
  const bit = 2 ** surfaces.indexOf(surface);
  const bits = forms();
  // Where there is no such surface, the bit is ½, and no number has it.
  const has = (_: number, place: number) => !parts && Math.floor((surfaces.length > 1 ? bits[place] : 1) / bit) % 2;
  return new Set([...list().keys()].filter(has));
};

/** Stands behind a key; no key has it. */
const END = 10;

/** Keys, each of which shares its beginning with the one before. */
export function decodeKeys(section: Bytes): string[] {
  const all: number[] = [];
  let start = 0;
  while (!section.isEmpty()) {
    const shared = all.slice(start, start + section.varint());
    start = all.length;
    all.push(...shared, ...section.take(section.varint()), END);
  }
  // One text is decoded quicker than hundreds.
  return textOf(Uint8Array.from(all)).split('\n').slice(0, -1);
}

function laterNumbers(count: number, section: Bytes): () => number[] {
  const place = section.place();
  section.pass(count);
  return () => repeat(count, section.from(place).varint);
}

const repeat = <Made>(times: number, make: () => Made) => Array.from({ length: times }, make);

export function decodeTerms(content: Uint8Array, { pages, lists }: Root): Term[] {
  const { section } = bytesOf(content);
  const keys = decodeKeys(section());
  const [numbers, gaps, classes, zones, names, forms] = [section(), section(), section(), section(), section(), section()];
  return keys.map((key) => {
    const value = numbers.varint();
    const count = value >> 1;
    const isLong = value % 2;
    const others = /^[a-z0-9]+$/.test(key) ? names.varint() : 0;
    const surfaces = others
      ? repeat(others, () => key.slice(0, names.varint()) + textOf(names.take(names.varint())))
      : [key];
    return {
      key,
      total: isLong ? numbers.varint() : count,
      parts: isLong ? repeat(Math.ceil(pages / lists), () => numberAt(numbers.take(4), 0) >>> 0) : undefined,
      list: laterList(count, gaps, classes, zones),
      surfaces,
      forms: laterNumbers(surfaces.length > 1 && !isLong ? count : 0, forms),
    };
  });
}

/** Decodes a part of a long list; `from` is its first page. */
export function decodePart(content: Uint8Array, from: number): List {
  const { section } = bytesOf(content);
  return decodeList(section().varint(), section(), section(), section(), from);
}
