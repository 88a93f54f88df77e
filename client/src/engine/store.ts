/** The files of an index as decoded values, kept for a while. */
import { all } from './all';
import type { Fold } from './characters';
import { read, ROOT, type Source } from './files';
import { gate } from './gate';
import { type Names, tableOf, type Value, valuesOf } from './json';
import { type List, NONE, type Pages, unite } from './lists';
import { decodePositions, type Places } from './positions';
import { type ByPage, decodeRoot, type Family, fileOf, filesFrom, type Root } from './root';
import { decodeWords, type Word } from './spelling';
import { decodePart, decodeTerms, type Entry, type Term } from './terms';
import { type Card, type Text, type Zone, zonesOf } from './texts';

type Decode<Content> = (content: Uint8Array) => Content;

export interface Store {
  root: Root;
  /** Of the files where terms may be that begin with a text, what two have, from the one at a place on. */
  near(text: string, at?: number): Promise<Entry[]>;
  term(key: string): Promise<Term | undefined>;
  /** A term's postings: all, or those on the parts where given pages are. */
  list(term: Term, pages?: Pages | null): Promise<List>;
  /** Where a word is. */
  places(term: string): Promise<((list: List) => Places) | undefined>;
  card(page: number): Promise<Card>;
  /** Asks for all cards where they are in few files, so that nobody waits for them once it is known which are wanted. */
  early(): void;
  text(page: number): Promise<Text>;
  /** All zones of a page, analyzed. */
  zones(page: number): Promise<Zone[]>;
  /** Whether they have been asked for, so that the text has most likely come. */
  isRead(page: number): boolean;
  /** Words that may end with a text, which is told backwards. */
  words(text: string): Promise<Word[]>;
  /** Texts whose initials may begin with a text. */
  readings(text: string): Promise<string[]>;
  /** How characters are read. */
  sounds(): Promise<Fold>;
  /** The values of a facet. */
  facet(name: string): Promise<Value[]>;
  /** Days since 1970, by page. */
  dates(): Promise<number[]>;
  fold(): Promise<Fold>;
  glossary(): Promise<Names[]>;
}

/** Files that are kept. */
const KEPT = 200;

/** Pages whose analyzed zones are kept, which are many times as large as their texts. */
const ZONED = 32;

/** Files of cards that are asked for whatever is wanted: a small site has no more. */
const AT_HAND = 4;

/** Files that are on their way at a time. */
const AT_ONCE = 64;

/** Makes each thing once and keeps as many in a map; those that were not used for longest go first. */
function keeping<Key>(most: number, kept = new Map<Key, Promise<unknown>>()) {
  return <Made>(key: Key, make: () => Promise<Made>): Promise<Made> => {
    let made = kept.get(key) as Promise<Made> | undefined;
    if (!made) {
      made = make();
      // What failed is not kept, so that it can be tried again.
      made.catch(() => kept.get(key) === made && kept.delete(key));
    }
    kept.delete(key);
    kept.set(key, made);
    if (kept.size > most) kept.delete(kept.keys().next().value!);
    return made;
  };
}

/** Loads the root; everything else is loaded when it is asked for. */
export async function openStore(source: Source): Promise<Store> {
  const root = await read(source, ROOT, decodeRoot);
  const files = keeping<string>(KEPT);
  const known = new Map<number, Promise<unknown>>();
  const zoned = keeping(ZONED, known);
  const few = gate(AT_ONCE);

  const { parsed } = root;
  const load = <Content>(path: string, decode: Decode<Content> = parsed): Promise<Content> =>
    files(path, () => few(() => read(source, path, decode)));
  const member = <Content>(letter: string, { group, names }: Family, place: number, decode?: Decode<Content>) => {
    const at = ((place / group) | 0) * 8;
    return load(`${letter}/${names.slice(at, at + 8)}${group > 1 ? `/${place % group}` : ''}`, decode);
  };
  /** What files have in which entries may be that begin with a text: all of them, or two from one on. */
  const from = async <Entry>(letter: string, family: Family, text: string, decode?: Decode<Entry[]>, at = 0, to?: number) =>
    (await all(filesFrom(family.keys, text).slice(at, to), (place) => member(letter, family, place, decode))).flat();

  const table = (name: string) => load(`d/${name}`, (content) => tableOf(parsed(content)));

  const ofPage = async <Entry>(letter: string, family: ByPage, page: number) => {
    let place = 0;
    while (page >= family.counts[place]) page -= family.counts[place++];
    return (await member<Entry[]>(letter, family, place))[page];
  };

  const { counts } = root.cards;
  const hot = new Map(root.hot);
  const card = async (page: number) => hot.get(page) ?? ofPage<Card>('c', root.cards, page);
  const text = (page: number) => ofPage<Text>('x', root.texts, page);
  const decode = (content: Uint8Array) => decodeTerms(content, root);

  return {
    root,
    near: (text, at = 0) => from('t', root.terms, text, decode, at, at + 2),
    async term(key) {
      const place = fileOf(root.terms.keys, key);
      return place < 0 ? undefined : (await member('t', root.terms, place, decode)).find((entry) => entry.key === key)?.term();
    },
    async list({ list, parts }, pages) {
      if (!parts) return list();
      const { lists } = root;
      const wanted = pages && new Set([...pages.keys()].map((page) => (page / lists) | 0));
      return unite(
        await all(parts, (name, part) =>
          name && wanted?.has(part) !== false
            ? load(`l/${name.toString(16).padStart(8, '0')}`, (content) => decodePart(content, part * lists, lists))
            : NONE,
        ),
      );
    },
    async places(term) {
      const place = fileOf(root.positions.keys, term);
      return place < 0 ? undefined : (await member('p', root.positions, place, (content) => decodePositions(content, root))).get(term);
    },
    card,
    early() {
      // Whoever wants one that fails asks again.
      if (counts.length <= AT_HAND) counts.reduce((page, count) => (card(page).catch(() => {}), page + count), 0);
    },
    text,
    zones: (page) => zoned(page, async () => zonesOf(await text(page))),
    isRead: (page) => known.has(page),
    words: (text) => from('w', root.words, text, (content) => decodeWords(content, root)),
    readings: async (text) => (root.pinyin ? from('y', root.pinyin, text) : []),
    sounds: () => table(root.syllables),
    facet: async (name) => (root.facets[name] ? load(`f/${root.facets[name]}`, (content) => valuesOf(parsed(content))) : []),
    dates: () => load(`d/${root.dates}`),
    fold: () => table(root.fold),
    glossary: () => load(`d/${root.glossary}`),
  };
}
