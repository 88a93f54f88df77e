/** Files of terms with their postings, and parts of long lists (2.3). */
import { type Bytes, bytesOf, textOf } from './bytes';
import { numberAt } from './hash';
import { decodeList, type List } from './lists';
import type { Root } from './root';

export interface Term {
  key: string;
  /** All postings; of a long term the best. */
  list: List;
  /** The number of all postings. */
  total: number;
  /** Names of the parts of a long term's list, 0 where one is empty. */
  parts?: number[];
  /** The words that have the term, if others than itself. */
  surfaces: string[];
  /** For each posting which of several surfaces are on its page, one bit each. */
  forms: number[];
}

/** Surfaces of a term that are told apart. */
const MOST_FORMS = 30;

/** The pages on which a term has a surface, as far as they are told apart. */
export function pagesWith(surface: string, { key, list, parts, surfaces, forms }: Term): Set<number> {
  const at = surfaces.length ? surfaces.indexOf(surface) : Number(key === surface) - 1;
  if (parts || at < 0 || at >= MOST_FORMS) return new Set();
  return new Set([...list.keys()].filter((_, place) => surfaces.length < 2 || (forms[place] >> at) % 2));
}

/** Keys, each of which shares its beginning with the one before. */
export function decodeKeys(section: Bytes): string[] {
  const keys: string[] = [];
  let key: number[] = [];
  while (!section.isEmpty()) {
    key = [...key.slice(0, section.varint()), ...section.take(section.varint())];
    keys.push(textOf(Uint8Array.from(key)));
  }
  return keys;
}

export function decodeTerms(content: Uint8Array, { pages, lists }: Root): Term[] {
  const { section } = bytesOf(content);
  const keys = decodeKeys(section());
  const [numbers, gaps, classes, zones, names, forms] = [section(), section(), section(), section(), section(), section()];
  const repeat = <Made>(times: number, make: () => Made) => Array.from({ length: times }, make);
  return keys.map((key) => {
    const value = numbers.varint();
    const count = value >> 1;
    const isLong = value % 2;
    const surfaces = /^[a-z0-9]+$/.test(key)
      ? repeat(names.varint(), () => key.slice(0, names.varint()) + textOf(names.take(names.varint())))
      : [];
    return {
      key,
      total: isLong ? numbers.varint() : count,
      parts: isLong ? repeat(Math.ceil(pages / lists), () => numberAt(numbers.take(4), 0) >>> 0) : undefined,
      list: decodeList(count, gaps, classes, zones),
      surfaces,
      forms: surfaces.length > 1 && !isLong ? repeat(count, forms.varint) : [],
    };
  });
}

/** Decodes a part of a long list; `from` is its first page. */
export function decodePart(content: Uint8Array, from: number): List {
  const { section } = bytesOf(content);
  return decodeList(section().varint(), section(), section(), section(), from);
}
