/** From a query to pages in order (part 3 of the specification). */
import { all } from './all';
import { type Correction, type Found, resolve } from './atoms';
import type { Fold } from './characters';
import { admitted, type Filters } from './filters';
import { both, common, listOf, type Pages, type Posting } from './lists';
import { type Atom, parse, piecesOf, type Query } from './query';
import { idf, scores } from './rank';
import type { Store } from './store';
import { occurrences, placesOf, postingIn } from './texts';

export interface Options {
  filters?: Filters;
  sort?: 'relevance' | 'date';
  limit?: number;
  offset?: number;
  /** Whether hits are made of their texts. Otherwise their cards will do. */
  whole?: boolean;
}

/** What a query gives. */
export interface Answer {
  /** The pages in order, as far as they were asked for, and further ones that were found on the way. */
  pages: number[];
  /** Scores, by page. */
  scores: Map<number, number>;
  /** The number of all pages; `null` if only the texts of further pages could tell. */
  total: number | null;
  /** Facets whose filters hold. */
  filtered: string[];
  found: Found[];
  loose: boolean;
  corrections: Correction[];
}

/** What is asked for. */
export interface Wish {
  /** How many of the first pages in order; all of them if the sort is `none`. */
  most: number;
  /** If `none`, all are wanted, in any order. */
  sort: Options['sort'] | 'none';
  filters?: Filters;
  /** The facet whose filters do not hold. */
  without?: string;
}

/** Pages whose texts are looked at in one go, at first. */
const BATCH = 32;

export async function evaluate(store: Store, text: string, wish: Wish, fold?: Fold): Promise<Answer> {
  const { atoms, filters } = parse(text, Object.keys(store.root.facets), fold);
  const [admits, found] = await Promise.all([
    admitted(store, filtersOf(filters, wish), fold),
    all(atoms, (atom) => resolve(store, atom)),
  ]);
  // What occurs nowhere may be written in traditional characters: the index has simplified ones.
  const isUnknown = ({ excluded, missing, runs }: Found) => missing || (excluded && runs.length);
  const readFolded = async () => evaluate(store, text, wish, await store.fold());
  if (!fold && (admits.missed || found.some(isUnknown))) return readFolded();

  const [strictly, loosely] = evaluation(store, wish, admits);
  const answer = await strictly(found);
  // So may what the texts did not have where the files of terms left it to them.
  if (!fold && answer.total === 0 && found.some(({ runs }) => runs.length)) return readFolded();
  const wanted = atoms.filter(({ excluded }) => !excluded);
  if (answer.total !== 0 || (wanted.length < 2 && wanted[0]?.kind === 'phrase')) return answer;
  const pieces = new Map(atoms.flatMap(looser).map((atom) => [JSON.stringify(atom), atom]));
  const more = await loosely(await all(pieces.values(), (atom) => resolve(store, atom)));
  return more.pages.length ? more : answer;
}

/** All filters that hold, those of the query and others. */
function filtersOf(own: Query['filters'], { filters, without }: Wish): Filters {
  const joined: Filters = { ...filters };
  for (const [facet, value] of own) joined[facet] = [...(joined[facet] ?? []), value];
  if (without) delete joined[without];
  return joined;
}

/** What an atom becomes in a loose evaluation. */
function looser(atom: Atom): Atom[] {
  if (atom.excluded) return [atom];
  if (atom.kind === 'phrase') return piecesOf(atom.row).flatMap(looser);
  const chars = atom.kind === 'gram' ? [...atom.run] : [];
  return chars.length < 3 ? [atom] : chars.slice(1).map((char, at) => ({ ...atom, run: chars[at] + char }));
}

/** The two ways to evaluate atoms, on pages that filters admit. */
function evaluation(store: Store, { most, sort }: Wish, { names: filtered, pages: filter }: { names: string[]; pages: Pages | null }) {
  const { root } = store;

  /** What an atom has on a page, as its text tells. */
  const look = async ({ list, row, runs }: Found, page: number): Promise<Posting | undefined> => {
    let posting = list.get(page);
    if (!posting) return undefined;
    const zones = await store.zones(page);
    if (row && !zones.some((zone) => occurrences(zone, row).length)) return undefined;
    for (const run of runs) {
      const own = postingIn(zones, placesOf(run));
      if (!own) return undefined;
      posting = row ? both(posting, own) : own;
    }
    return posting;
  };

  /** Loads long lists, as far as pages are left. */
  const complete = (found: Found[], pages: Pages | null) =>
    all(found, async (atom) => {
      if (atom.long) atom.list = await store.list(atom.long, pages);
    });

  /** Puts pages in order that have nothing excluded; where only texts tell, until there are enough. */
  const order = async (pages: Iterable<number>, found: Found[], total?: number): Promise<Answer> => {
    let left = new Set(pages);
    for (const { excluded, runs, row, list } of found) {
      if (excluded && !runs.length && !row) for (const page of list.keys()) left.delete(page);
    }
    // What is found by text is counted in the text, which decides on the score.
    for (const atom of found) {
      if (atom.excluded || !atom.runs.length) continue;
      const postings = await all(left, (page) => look(atom, page));
      atom.list = listOf(left, (_, at) => postings[at]);
      left = new Set(atom.list.keys());
    }
    const by = sort === 'none' ? new Map<number, number>() : scores(root, left, found);
    const days = sort === 'date' ? await store.dates() : [];
    const day = (page: number) => days[page] || -Infinity;
    const sorted = [...left].sort((a, b) => day(b) - day(a) || by.get(b)! - by.get(a)! || a - b);

    const open = found.filter(({ excluded, runs, row }) => (excluded ? runs.length || row : row && !runs.length));
    let kept = open.length ? [] : sorted;
    let at = kept.length;
    for (let many = BATCH; at < sorted.length && kept.length < most; at += many, many *= 2) {
      const batch = sorted.slice(at, at + many);
      const postings = await all(batch, (page) => all(open, (atom) => look(atom, page)));
      kept = [...kept, ...batch.filter((_, of) => open.every(({ excluded }, atom) => excluded !== !!postings[of][atom]))];
    }
    return {
      pages: kept,
      scores: by,
      total: total ?? (at < sorted.length ? null : kept.length),
      filtered,
      found,
      loose: false,
      corrections: found.flatMap(({ corrections = [] }) => corrections),
    };
  };

  const strictly = async (found: Found[]): Promise<Answer> => {
    const wanted = found.filter(({ excluded }) => !excluded);
    const required = wanted.filter(({ optional }) => !optional);
    const needed = required.length ? required : wanted;

    const [only] = found;
    if (found.length === 1 && !only.excluded && only.long && !filter) {
      const { approximate, df, list } = only;
      if (sort === 'relevance' && !approximate && most <= list.size) return order(list.keys(), found, df);
    }

    // Long lists come last, and only their parts where pages are left.
    const pages = common([filter, ...needed.filter(({ long }) => !long).map(({ list }) => list)]);
    if (pages?.size !== 0) await complete(found, pages);
    return order(common([pages, ...needed.map(({ list }) => list)]) ?? root.everyPage, found);
  };

  const loosely = async (found: Found[]): Promise<Answer> => {
    await complete(found, filter);
    const weights = new Map<number, number>();
    let sum = 0;
    for (const { excluded, df, list } of found) {
      if (excluded || !df) continue;
      const weight = idf(root, df);
      sum += weight;
      for (const page of list.keys()) weights.set(page, (weights.get(page) ?? 0) + weight);
    }
    const pages = [...common([filter, weights])!].filter((page) => 2 * weights.get(page)! >= sum);
    return { ...(await order(pages, found)), loose: true };
  };

  return [strictly, loosely];
}
