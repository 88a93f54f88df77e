/** Files of terms with their postings, and parts of long lists (2.3). */
import { Bytes, need, textOf } from './bytes';
import { decodeLists, type List, slice } from './lists';
import { placeOfKey } from './order';
import type { Root } from './root';

export interface Term {
  key: string;
  /** All postings; of a long term the best. */
  list: List;
  /** The number of all postings. */
  total: number;
  /** Names of the parts of a long term's list, 0 where one is empty. */
  parts: Uint32Array | null;
}

export interface TermFile {
  keys: string[];
  term(place: number): Term;
  /** The words that have the term, if others than itself. */
  surfaces(place: number): string[];
}

/** Longer keys than any that are made; a file with more terms is none. */
const LONGEST = 256;
const MOST = 2 ** 20;

/** Keys, each of which shares its beginning with the one before. */
export function decodeKeys(section: Bytes): string[] {
  const keys: string[] = [];
  const buffer = new Uint8Array(LONGEST);
  for (let before = 0; section.left; ) {
    const shared = section.varint();
    const added = section.take(section.varint());
    need(shared <= before && shared + added.length <= LONGEST && keys.length < MOST);
    buffer.set(added, shared);
    before = shared + added.length;
    keys.push(textOf(buffer.subarray(0, before)));
  }
  return keys;
}

export function decodeTerms(content: Uint8Array, { pages, lists }: Root): TermFile {
  const file = new Bytes(content);
  const keys = decodeKeys(file.section());
  const numbers = file.section();
  const gaps = file.section();
  const classes = file.section();
  const zones = file.section();
  const forms = file.section();

  const parts = Math.ceil(pages / lists);
  const long: { total: number; parts: Uint32Array | null }[] = [];
  const starts = [0];
  const counts = keys.map((_, place) => {
    const value = numbers.varint();
    const count = Math.floor(value / 2);
    starts.push(starts[place] + count);
    long.push({ total: count, parts: null });
    if (value % 2) {
      const total = numbers.varint();
      need(total >= count && total <= pages);
      const names = numbers.take(4 * parts);
      const view = new DataView(names.buffer, names.byteOffset);
      long[place] = { total, parts: Uint32Array.from({ length: parts }, (_, at) => view.getUint32(4 * at, true)) };
    }
    return count;
  });
  const list = decodeLists(counts, gaps, classes, zones, 0, pages);
  const surfaces = keys.map((key) => (/^[a-z0-9]+$/.test(key) ? decodeSurfaces(forms, key) : []));

  return {
    keys,
    term: (place) => ({
      key: keys[place],
      list: slice(list, starts[place], starts[place + 1]),
      ...long[place],
    }),
    surfaces: (place) => surfaces[place],
  };
}

function decodeSurfaces(section: Bytes, term: string): string[] {
  const surfaces: string[] = [];
  for (let many = section.varint(); many > 0; many--) {
    const shared = section.varint();
    const added = section.take(section.varint());
    need(shared <= term.length && added.length <= LONGEST);
    surfaces.push(term.slice(0, shared) + textOf(added));
  }
  return surfaces;
}

/** Decodes a part of a long list; `from` is its first page. */
export function decodePart(content: Uint8Array, from: number, { pages, lists }: Root): List {
  const file = new Bytes(content);
  const count = file.section().varint();
  const end = Math.min(pages, from + lists);
  return decodeLists([count], file.section(), file.section(), file.section(), from, end);
}

/** The term of a key, if the file has it. */
export function findTerm(file: TermFile | undefined, key: string): Term | undefined {
  const place = file ? placeOfKey(file.keys, key) : 0;
  return file && file.keys[place] === key ? file.term(place) : undefined;
}
