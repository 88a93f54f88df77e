/** What each atom of a query matches (3.2), as far as files of terms and positions tell. */
import { all } from './all';
import { isStopWord, type Token, termOf } from './analysis';
import { findRun, lengthOf } from './gram';
import { common, type List, listOf, meet, NONE, type Pages, unite } from './lists';
import { beginnings } from './prefix';
import { type Atom, isOptional, piecesOf } from './query';
import { readAs, spelledAs } from './spelling';
import type { Store } from './store';
import { pagesWith, type Term } from './terms';
import { type Look, type Place, placesOf, postingIn, rowLook, wordsLook } from './texts';

/** A word that matches nothing, and what it was taken for. */
export interface Correction {
  from: string;
  to: string[];
}

/** An atom with its postings. */
export interface Found {
  excluded: boolean;
  /** A stop word, which need not match. */
  optional?: boolean;
  /** How many positions it takes in a title (3.3). */
  size: number;
  /** The number of its pages. */
  df: number;
  list: List;
  /** The pages that have a word in the very form of the query. */
  exact?: Pages;
  /** The term whose best postings `list` has, of a long list that nothing has asked for so far. */
  long?: Term;
  /** Whether the best postings of `long` need not be the best for this atom. */
  approximate?: boolean;
  /** Runs that only the texts of the pages in `list` tell whether they are there. */
  runs: string[];
  /** A phrase of which only these texts tell whether it is there. */
  row?: Place[];
  /** Whether something occurs nowhere as it is written. */
  missing?: boolean;
  looks: Look[];
  corrections?: Correction[];
}

/** An atom with the postings of a term, or with none so far. */
const foundOf = ({ excluded }: Atom, size: number, looks: Look[], term?: Term): Found => ({
  excluded,
  size,
  df: term?.total ?? 0,
  list: term?.list() ?? NONE,
  long: term?.parts && term,
  runs: [],
  looks,
});

/** Finds the postings of an atom. */
export async function resolve(store: Store, atom: Atom): Promise<Found> {
  if (atom.kind === 'gram') return gram(store, atom, atom.run);
  if (atom.kind === 'phrase') return phrase(store, atom, atom.row);
  const { parts, whole, prefix } = atom;
  const found = await word(store, atom, parts, whole, prefix);
  found.optional = isOptional(atom);
  // What is excluded, or need not match, is not taken for something else.
  if (found.df || parts.length > 1 || found.excluded || found.optional) return found;
  return (await other(store, atom, parts[0])) ?? found;
}

async function gram(store: Store, atom: Atom, run: string): Promise<Found> {
  const place = await findRun(store, run);
  const found = foundOf(atom, lengthOf(run), [rowLook(placesOf(run))], place?.term);
  found.approximate = place?.term.key !== run;
  found.missing = !place;
  if (place && !place.exact) found.runs = [run];
  return found;
}

async function word(store: Store, atom: Atom, parts: string[], whole: string, prefix: boolean): Promise<Found> {
  const { length } = parts;
  const [joined, ...each] = await all([whole, ...parts], (text, at) =>
    termsOf(store, text, prefix && (!at || at === length)),
  );
  const look = (terms: Term[][]) => wordsLook(terms.map((terms) => new Set(terms.map(({ key }) => key))));
  const looks = [look(each), look([joined])];
  const own = length < 2 && !isStopWord(parts[0]) && each[0].find(({ key }) => key === termOf(parts[0]));
  const exact = own ? pagesWith(parts[0], own) : undefined;
  if (length < 2 && each[0].length === 1) return { ...foundOf(atom, 1, looks, each[0][0]), exact };
  const [wholes, ...lists] = await all([joined, ...each], async (terms) => unite(await all(terms, (term) => store.list(term))));
  const found = { ...foundOf(atom, length, looks), exact };
  found.list = unite([wholes, meet(lists)]);
  found.df = found.list.size;
  return found;
}

/** The terms that a word of a query stands for. */
async function termsOf(store: Store, surface: string, prefix: boolean): Promise<Term[]> {
  if (!surface) return [];
  const [own, more] = await Promise.all([
    store.term(termOf(surface)),
    prefix && lengthOf(surface) > 1 ? beginnings(store, surface) : [],
  ]);
  return [...new Set(own ? [own, ...more] : more)];
}

async function phrase(store: Store, atom: Atom, row: Token[]): Promise<Found> {
  const words = row.filter(({ kind }) => kind !== 'gram');
  const runs = piecesOf(row).flatMap((piece) => (piece.kind === 'gram' ? [piece.run] : []));
  const found = foundOf(atom, row.length, [rowLook(row)]);
  const [terms, told, stretches] = await Promise.all([
    all(words, ({ term }) => store.term(term)),
    all(words, ({ term }) => store.places(term)),
    all(runs, (run) => findRun(store, run)),
  ]);
  found.runs = runs.filter((_, at) => !stretches[at]?.exact);
  found.missing = !stretches.every(Boolean);
  const own = await all(terms, (term) => term && store.list(term));
  const places = told.map((read, at) => read?.(own[at] ?? NONE));
  // A word on few pages has no positions.
  const where = places.map((place, at) => place ?? own[at]);
  if (![...where, ...stretches].every(Boolean)) return { ...found, runs: [] };

  const others = await all(stretches, (run) => store.list(run!.term));
  const pages = [...common([...(where as Pages[]), ...others])!];
  // Stop words are not in the postings of bodies: they only decide whether the phrase is there.
  const lists = [...others, ...own.flatMap((list, at) => (list && !isStopWord(words[at].surface) ? [list] : []))];

  // The pages that have all of it tell how rare it is, wherever on them it stands.
  found.df = pages.length;
  // Positions tell what stands side by side. Over a gap, the beginning of another zone could follow.
  const isTold = !runs.length && row.every(({ position }, at) => position === at && places[at]);
  if (!isTold) found.row = row;
  const isRow = (page: number) => {
    const [first, ...others] = places.map((place) => new Set(place!.get(page)));
    return [...first].some((position) => others.every((other, at) => other.has(position + at + 1)));
  };
  const kept = isTold ? pages.filter(isRow) : pages;
  found.list = lists.length ? meet(lists, kept) : listOf(kept, () => [1, []]);
  return found;
}

/** What a word that matches nothing is taken for. */
async function other(store: Store, atom: Atom, from: string): Promise<Found | undefined> {
  if (!/^[a-z]+$/.test(from)) return undefined;
  if (store.root.pinyin && from.length > 1) {
    const runs = await readAs(store, from);
    const lists = await all(runs, (run) => outside(store, run));
    const found = foundOf(
      atom,
      Math.max(...runs.map(lengthOf)),
      runs.map((run) => rowLook(placesOf(run))),
    );
    found.list = unite(lists);
    found.df = found.list.size;
    found.corrections = [{ from, to: runs.filter((_, at) => lists[at].size) }];
    if (found.df) return found;
  }
  const to = from.length > 3 && (await spelledAs(store, from));
  if (!to) return undefined;
  const found = await word(store, atom, [to], '', false);
  found.corrections = [{ from, to: [to] }];
  return found;
}

/** A run's postings on pages that have it outside bodies. */
async function outside(store: Store, run: string): Promise<List> {
  const place = await findRun(store, run);
  if (!place) return NONE;
  const list = await store.list(place.term);
  const pages = [...list.keys()].filter((page) => list.get(page)![1].length);
  const postings = await all(pages, async (page) =>
    place.exact ? list.get(page) : postingIn(await store.zones(page), placesOf(run)),
  );
  return listOf(pages, (_, at) => (postings[at]?.[1].length ? postings[at] : undefined));
}
