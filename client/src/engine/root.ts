/** The root: what there is, and what ranking needs of all pages (2.2). */
import { bytesOf } from './bytes';
import { compare } from './order';
import type { Card } from './texts';

/** Files of one kind, told apart by what stands in them. */
export interface Family {
  group: number;
  names: string;
  /** The least key of each file. */
  keys: string[];
}

/** Files with an entry for each page, and the number of pages in each. */
export type ByPage = Family & { counts: number[] };

export interface Root {
  lang: 'zh' | 'en';
  pages: number;
  /** The numbers of all pages. */
  everyPage: number[];
  leaf: number;
  lists: number;
  /** One hexadecimal digit a page. */
  norms: string;
  saturation: number[];
  /** One digit a page: its positions are below 2 to the power of 6 and half of it. */
  spans: string;
  weights: Record<'body' | 'title' | 'title_whole' | 'title_name' | 'heading' | 'heading_whole' | 'form' | 'keywords', number>;
  terms: Family;
  positions: Family;
  words: Family;
  /** Only in a Chinese index, as `syllables`. */
  pinyin: Family;
  syllables: string;
  cards: ByPage;
  /** Cards of some pages by their numbers: those that are among the results most often. */
  hot?: [page: number, card: Card][];
  texts: ByPage;
  facets: Record<string, string>;
  dates: string;
  fold: string;
  glossary: string;
  /** Reads JSON in any file. Files have a checksum: what comes here is what casebook wrote. */
  parsed(bytes: Uint8Array): any;
}

/** Strings with a code of one byte; others have two. */
const SHORT = 240;

/** Reads JSON that are written in codes for strings (2.1). */
const parsedIn = (strings: string[]) => (bytes: Uint8Array) => {
  let text = '';
  for (let at = 0; at < bytes.length; ) {
    const code = bytes[at++];
    text += strings[code < SHORT ? code : 256 * code - 255 * SHORT + bytes[at++]];
  }
  return JSON.parse(text);
};

export function decodeRoot(content: Uint8Array): Root {
  const { section } = bytesOf(content);
  const parsed = parsedIn(new TextDecoder().decode(section().whole).split('\n'));
  const root = parsed(section().whole);
  for (const family of [root.terms, root.positions, root.words, root.pinyin]) {
    let key: string[] = [];
    // Each begins with the number of characters that it shares with the one before.
    const keyOf = ([shared, ...own]: string) => (key = [...key.slice(0, parseInt(shared, 36)), ...own]).join('');
    if (family) family.keys = family.keys ? family.keys.split(' ').map(keyOf) : [];
  }
  return { ...root, parsed, everyPage: [...Array(root.pages).keys()] };
}

/** The place of the file that holds a key, or -1. */
export function fileOf(keys: string[], key: string): number {
  let [from, to] = [0, keys.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (compare(keys[middle], key) > 0) to = middle;
    else from = middle + 1;
  }
  return from - 1;
}

/** The files in which keys may be that begin with a text. */
export function filesFrom(keys: string[], text: string): number[] {
  const first = fileOf(keys, text);
  return keys.flatMap((key, at) => (at === first || key.startsWith(text) ? [at] : []));
}
