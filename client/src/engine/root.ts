/** The root: what there is, and what ranking needs of all pages (2.2). */
import { isCount, need } from './bytes';
import { placeOfKey } from './order';
import { array, parsed, record, strings } from './json';

/** Files of one kind, told apart by what stands in them. */
export interface Family {
  group: number;
  names: string;
  /** The least key of each file. */
  keys: string[];
}

const WEIGHTS = ['body', 'title', 'title_whole', 'heading', 'heading_whole', 'keywords'] as const;

export interface Root {
  lang: 'zh' | 'en';
  pages: number;
  leaf: number;
  lists: number;
  /** One hexadecimal digit a page. */
  norms: string;
  saturation: number[];
  weights: Record<(typeof WEIGHTS)[number], number>;
  terms: Family;
  positions: Family;
  words: Family;
  pinyin: Family;
  texts: Family;
  /** The first page of each file of texts, and the end. */
  starts: number[];
  facets: Record<string, string>;
  dates: string;
  fold: string;
  glossary: string;
}

const isName = (value: unknown) => typeof value === 'string' && /^[0-9a-f]{8}$/.test(value);

function family(value: unknown, length?: number): Family {
  const { group, names, keys } = record(value);
  const files = length ?? strings(keys).length;
  need((group === 1 || group === 16) && typeof names === 'string' && /^[0-9a-f]*$/.test(names));
  need(names.length === 8 * Math.ceil(files / group));
  return { group, names, keys: length === undefined ? (keys as string[]) : [] };
}

export function decodeRoot(content: Uint8Array): Root {
  const root = record(parsed(content));
  const { version, lang, pages, norms, leaf, lists, facets, saturation } = root;
  need(version === 1 && (lang === 'zh' || lang === 'en'));
  need(isCount(pages) && isCount(leaf) && isCount(lists) && lists);
  need(typeof norms === 'string' && norms.length === pages && /^[0-9a-f]*$/.test(norms));
  const constants = array(saturation);
  need(constants.length === 16 && constants.every(isCount));
  const weights = record(root.weights);
  need(WEIGHTS.every((name) => isCount(weights[name])));
  need([root.dates, root.fold, root.glossary, ...Object.values(record(facets))].every(isName));

  const starts = [0];
  for (const count of array(record(root.texts).counts)) {
    need(isCount(count));
    starts.push(starts[starts.length - 1] + count);
  }
  need(starts[starts.length - 1] === pages);

  return {
    ...(root as unknown as Root),
    terms: family(root.terms),
    positions: family(root.positions),
    words: family(root.words),
    pinyin: family(root.pinyin ?? { group: 1, names: '', keys: [] }),
    texts: family(root.texts, starts.length - 1),
    starts,
  };
}

/** The place of the file that holds a key, or -1. */
export function fileOf(keys: string[], key: string): number {
  const place = placeOfKey(keys, key);
  return keys[place] === key ? place : place - 1;
}

/** The files in which keys may be that begin with a text. */
export function filesFrom(keys: string[], text: string): number[] {
  const files = [Math.max(0, fileOf(keys, text))];
  for (let at = files[0] + 1; keys[at]?.startsWith(text); at++) files.push(at);
  return keys.length ? files : [];
}
