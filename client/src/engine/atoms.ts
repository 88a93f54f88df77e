/** What each atom of a query matches (3.2), as far as files of terms and positions tell. */
import { isStopWord, termOf } from './analysis';
import { findRun, type Run } from './gram';
import { common, has, type List, listOf, meet, NONE, placeOf, postingOf, unite } from './lists';
import { type Atom, isOptional, type Place } from './query';
import { filesFrom, fileOf } from './root';
import { readAs, spelledAs } from './spelling';
import type { Store } from './store';
import type { Term } from './terms';
import { placesOf, postingIn, zonesOf } from './texts';

/** What an atom looks like in a text: words of each set, all of them; or a row of tokens. */
export type Look = { sets: Set<string>[] } | { row: Place[] };

export interface Correction {
  from: string;
  to: string;
  kind: 'typo' | 'pinyin';
}

/** An atom with its postings. */
export interface Found {
  excluded: boolean;
  /** A stop word, which need not match. */
  optional: boolean;
  /** How many positions it takes in a title (3.3). */
  size: number;
  /** The number of its pages. */
  df: number;
  list: List;
  /** The term whose best postings `list` has, of a long list that nothing has asked for so far. */
  long?: Term;
  /** Whether these are the best for this atom, too. */
  best: boolean;
  /** Runs that only the texts of the pages in `list` tell whether they are there. */
  runs: string[];
  /** A phrase of which only these texts tell whether it is there. */
  row?: Place[];
  /** Whether folding could find more. */
  foldable: boolean;
  looks: Look[];
  corrections: Correction[];
}

/** Terms that are looked at for a prefix. */
const MOST_TERMS = 50;

const nothing = ({ excluded }: Atom, size: number): Found => ({
  excluded,
  optional: false,
  size,
  df: 0,
  list: NONE,
  best: true,
  runs: [],
  foldable: false,
  looks: [],
  corrections: [],
});

/** Finds the postings of an atom. */
export async function resolve(store: Store, atom: Atom): Promise<Found> {
  if (atom.kind === 'gram') return gram(store, atom, atom.run);
  if (atom.kind === 'phrase') return phrase(store, atom, atom.row);
  const found = await word(store, atom, atom.parts, atom.whole, atom.prefix);
  found.optional = isOptional(atom);
  // What is excluded, or need not match, is not taken for something else.
  if (found.df || atom.parts.length > 1 || atom.excluded || found.optional) return found;
  return (await other(store, atom, atom.parts[0])) ?? found;
}

async function gram(store: Store, atom: Atom, run: string): Promise<Found> {
  const size = [...run].length;
  const found = { ...nothing(atom, size), looks: [{ row: placesOf(run) }], foldable: true };
  const place = await findRun(store, run);
  if (!place) return found;
  const { term, exact } = place;
  return {
    ...found,
    df: term.total,
    list: term.list,
    long: term.parts ? term : undefined,
    best: term.key === run,
    runs: exact ? [] : [run],
    foldable: !exact,
  };
}

async function word(store: Store, atom: Atom, parts: string[], whole: string, prefix: boolean): Promise<Found> {
  const last = parts.length - 1;
  const [joined, ...each] = await Promise.all([
    whole ? termsOf(store, whole, prefix) : [],
    ...parts.map((part, at) => termsOf(store, part, prefix && at === last)),
  ]);
  const found = nothing(atom, parts.length);
  const set = (terms: Term[]) => new Set(terms.map(({ key }) => key));
  found.looks = [{ sets: each.map(set) }];
  if (whole) found.looks.push({ sets: [set(joined)] });
  if (!last && each[0].length === 1) {
    const [term] = each[0];
    return { ...found, df: term.total, list: term.list, long: term.parts ? term : undefined };
  }
  const lists = async (terms: Term[]) => Promise.all(terms.map((term) => store.list(term)));
  const all = await Promise.all([joined, ...each].map(lists));
  const [wholes, ...those] = all.map(unite);
  const together = last ? meet(common(those.map(({ pages }) => pages))!, those) : those[0];
  found.list = unite([wholes, together]);
  found.df = found.list.pages.length;
  return found;
}

/** The terms that a word of a query stands for. */
async function termsOf(store: Store, surface: string, prefix: boolean): Promise<Term[]> {
  const [own, more] = await Promise.all([
    store.term(termOf(surface)),
    prefix && [...surface].length > 1 ? beginnings(store, surface) : [],
  ]);
  return [...new Map([own, ...more].flatMap((term) => (term ? [[term.key, term]] : []))).values()];
}

/** Terms that begin with a text, and terms that it begins with and that have a surface going on like it. */
async function beginnings(store: Store, text: string): Promise<Term[]> {
  const { keys } = store.root.terms;
  const chars = [...text];
  const shorter = chars.slice(2).map((_, at) => chars.slice(0, at + 2).join(''));
  const places = filesFrom(keys, text);
  const [first, ...cut] = await Promise.all([
    from(store, text, places),
    ...shorter.map(async (key) => {
      const place = fileOf(keys, key);
      if (place < 0) return [];
      const file = await store.termFile(place);
      const at = file.keys.indexOf(key);
      return at >= 0 && file.surfaces(at).some((surface) => surface.startsWith(text)) ? [file.term(at)] : [];
    }),
  ]);
  return [first, ...cut].flat();
}

/** The first terms that begin with a text. */
async function from(store: Store, text: string, places: number[]): Promise<Term[]> {
  const terms: Term[] = [];
  // A file has some hundreds of terms: one or two are enough.
  for (let at = 0; at < places.length && terms.length < MOST_TERMS; at += 2) {
    const files = await Promise.all(places.slice(at, at + 2).map((place) => store.termFile(place)));
    for (const { keys, term } of files) {
      keys.forEach((key, place) => terms.length < MOST_TERMS && key.startsWith(text) && terms.push(term(place)));
    }
  }
  return terms;
}

async function phrase(store: Store, atom: Atom, row: Place[]): Promise<Found> {
  const words = row.filter(({ gram }) => !gram);
  const runs: string[] = [];
  row.forEach(({ term, gram, offset }, at) => {
    if (!gram) return;
    if (at && row[at - 1].gram && row[at - 1].offset === offset - 1) runs[runs.length - 1] += term;
    else runs.push(term);
  });
  const found: Found = { ...nothing(atom, row.length), looks: [{ row }], foldable: runs.length > 0 };
  const [terms, places, stretches] = await Promise.all([
    Promise.all(words.map(({ term }) => store.term(term))),
    Promise.all(words.map(({ term }) => store.places(term))),
    Promise.all(runs.map((run) => findRun(store, run))),
  ]);
  if (!places.every((place) => place) || !isWhole(stretches)) return found;
  found.runs = stretches.flatMap(({ exact, run }) => (exact ? [] : [run]));
  found.foldable = found.runs.length > 0;

  // Stop words are not in the postings of bodies: they only decide whether the phrase is there.
  const telling = terms.filter((term, at) => term && !isStopWord(words[at].surface)) as Term[];
  const lists = await Promise.all([...stretches.map(({ term }) => term), ...telling].map((term) => store.list(term)));
  let pages = common([...places.map((place) => place!.pages), ...lists.slice(0, runs.length).map((list) => list.pages)])!;

  // The pages that have all of it tell how rare it is, wherever on them it stands.
  found.df = pages.length;
  // Positions tell what stands side by side. Over a gap, the beginning of another zone could follow.
  if (!runs.length && row.every(({ offset }, at) => offset === at)) {
    const sets = places.map((place) => (page: number) => {
      const { pages, at, positions } = place!;
      const entry = placeOf(pages, page);
      return positions.subarray(at[entry], at[entry + 1]);
    });
    pages = pages.filter((page) => {
      const [first, ...others] = sets.map((positions) => positions(page));
      return first.some((position) => others.every((other, at) => has(other, position + at + 1)));
    });
  } else {
    found.row = row;
  }
  found.list = lists.length ? meet(pages, lists) : listOf(pages, () => ({ class: 1, zones: [] }));
  return found;
}

const isWhole = (runs: (Run | undefined)[]): runs is Run[] => runs.every((run) => run);

/** What a word that matches nothing is taken for. */
async function other(store: Store, atom: Atom, from: string): Promise<Found | undefined> {
  if (!/^[a-z]+$/.test(from)) return undefined;
  if (store.root.lang === 'zh' && from.length > 1) {
    const runs = await readAs(store, from);
    const lists = await Promise.all(runs.map((run) => outside(store, run)));
    const list = unite(lists);
    if (list.pages.length) {
      return {
        ...nothing(atom, Math.max(...runs.map((run) => [...run].length))),
        df: list.pages.length,
        list,
        looks: runs.map((run) => ({ row: placesOf(run) })),
        corrections: runs.flatMap((to, at) => (lists[at].pages.length ? [{ from, to, kind: 'pinyin' as const }] : [])),
      };
    }
  }
  const to = from.length > 3 && (await spelledAs(store, from));
  if (!to) return undefined;
  const found = await word(store, atom, [to], '', false);
  return { ...found, corrections: [{ from, to, kind: 'typo' }] };
}

/** A run's postings on pages that have it outside bodies. */
async function outside(store: Store, run: string): Promise<List> {
  const found = await findRun(store, run);
  if (!found) return NONE;
  const list = await store.list(found.term);
  const kept = listOf(list.pages, (page) => {
    const posting = postingOf(list, page)!;
    return posting.zones.length ? posting : undefined;
  });
  if (found.exact) return kept;
  const [fold, ...pages] = await Promise.all([store.fold(), ...Array.from(kept.pages, (page) => store.page(page))]);
  return listOf(kept.pages, (page) => {
    const posting = postingIn(zonesOf(pages[kept.pages.indexOf(page)], fold), placesOf(run));
    return posting?.zones.length ? posting : undefined;
  });
}
