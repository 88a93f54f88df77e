/** From a query to pages in order (part 3 of the specification). */
import { type Correction, type Found, resolve } from './atoms';
import type { Fold } from './characters';
import { admitted, type Filters } from './filters';
import { both, common, has, listOf, type Posting, postingOf } from './lists';
import { type Atom, parse, type Query, simple } from './query';
import { idf, scores } from './rank';
import type { Store } from './store';
import { occurrences, placesOf, postingIn, zonesOf } from './texts';

export interface Options {
  filters?: Filters;
  sort?: 'relevance' | 'date';
  limit?: number;
  offset?: number;
}

/** What a query gives. */
export interface Answer {
  /** The pages in order, as far as they were asked for, and further ones that were found on the way. */
  pages: number[];
  /** Scores, by page. */
  scores: Map<number, number>;
  /** The number of all pages; `null` if only the texts of further pages could tell. */
  total: number | null;
  found: Found[];
  loose: boolean;
  corrections: Correction[];
  fold?: Fold;
}

/** What is asked for: the first pages in order, or all in any. */
export interface Wish {
  most: number;
  sort?: Options['sort'] | 'none';
  filters?: Filters;
  /** The facet whose filters do not hold. */
  without?: string;
}

/** Pages whose texts are looked at in one go, at first. */
const BATCH = 32;

export async function evaluate(store: Store, text: string, wish: Wish): Promise<Answer> {
  const { root } = store;
  let fold: Fold | undefined;
  const read = async () => {
    const query = parse(text, Object.keys(root.facets), fold);
    const [admits, found] = await Promise.all([
      admitted(store, filtersOf(query, wish), fold),
      Promise.all(query.atoms.map((atom) => resolve(store, atom))),
    ]);
    return { query, admits, found };
  };
  let { query, admits, found } = await read();
  // What occurs nowhere may be written in traditional characters: the index has simplified ones.
  if (admits.missed || found.some(({ foldable }) => foldable)) {
    fold = await store.fold();
    ({ query, admits, found } = await read());
  }

  const run = new Evaluation(store, wish, admits.pages, fold);
  let answer = await run.strictly(found);
  const atoms = query.atoms.filter(({ excluded }) => !excluded);
  if (!answer.pages.length && (atoms.length > 1 || atoms.some((atom) => atom.kind === 'gram' && [...atom.run].length > 2))) {
    const pieces = new Map(atoms.flatMap(piecesOf).map((atom) => [JSON.stringify(atom), atom]));
    const looser = await run.loosely(
      await Promise.all(
        [...pieces.values(), ...query.atoms.filter(({ excluded }) => excluded)].map((atom) => resolve(store, atom)),
      ),
    );
    if (looser.pages.length) answer = looser;
  }
  return answer;
}

function filtersOf({ filters }: Query, wish: Wish): Filters {
  const all: Filters = { ...wish.filters };
  for (const [facet, values] of filters) all[facet] = [...(all[facet] ?? []), ...values];
  if (wish.without) delete all[wish.without];
  return all;
}

/** What an atom becomes in a loose evaluation. */
function piecesOf(atom: Atom): Atom[] {
  if (atom.kind === 'word') return [atom];
  if (atom.kind === 'phrase') {
    const runs: Atom[] = [];
    atom.row.forEach((place, at) => {
      const last = runs.at(-1);
      const { gram, offset } = atom.row[at - 1] ?? {};
      if (last?.kind === 'gram' && place.gram && gram && offset === place.offset - 1) last.run += place.term;
      else runs.push({ excluded: false, ...simple([place]) });
    });
    return runs.flatMap(piecesOf);
  }
  const chars = [...atom.run];
  if (chars.length < 3) return [atom];
  return chars.slice(1).map((char, at) => ({ ...atom, run: chars[at] + char }));
}

class Evaluation {
  constructor(
    private readonly store: Store,
    private readonly wish: Wish,
    private readonly filter: Uint32Array | null,
    private fold?: Fold,
  ) {}

  async strictly(found: Found[]): Promise<Answer> {
    const { wish, filter } = this;
    const wanted = found.filter(({ excluded }) => !excluded);
    const needed = wanted.some(({ optional }) => !optional) ? wanted.filter(({ optional }) => !optional) : wanted;

    const [only] = found;
    if (found.length === 1 && wanted.length && only.long && !filter) {
      const { length } = only.list.pages;
      if (wish.sort === 'none' && wish.most === 0) return this.answer([], found, only.df);
      if (wish.sort === 'relevance' && only.best && wish.most <= length) return this.order(only.list.pages, found, [], only.df);
    }

    let pages = common([filter, ...needed.filter(({ long }) => !long).map(({ list }) => list.pages)]);
    if (pages && !pages.length) return this.answer([], found, 0);
    // Long lists come last, and only their parts where pages are left.
    await Promise.all(found.map((atom) => this.complete(atom, pages)));
    pages = common([pages, ...needed.map(({ list }) => list.pages)]) ?? this.every();
    for (const { excluded, runs, row, list } of found) {
      if (excluded && !runs.length && !row) pages = pages.filter((page) => !has(list.pages, page));
    }
    // What is found by text is counted in the text, which decides on the score.
    for (const atom of wanted) {
      if (!atom.runs.length) continue;
      const postings = await this.look(pages, [atom]);
      const at = new Map(Array.from(pages, (page, index) => [page, postings[index][0]]));
      atom.list = listOf(pages, (page) => at.get(page));
      pages = atom.list.pages;
    }
    const open = found.filter(({ excluded, runs, row }) => (excluded ? runs.length || row : row && !runs.length));
    return this.order(pages, found, open);
  }

  async loosely(found: Found[]): Promise<Answer> {
    await Promise.all(found.map((atom) => this.complete(atom, this.filter)));
    const weights = new Map<number, number>();
    let sum = 0;
    for (const { excluded, df, list } of found) {
      if (excluded || !df) continue;
      const weight = idf(this.store.root, df);
      sum += weight;
      for (const page of list.pages) weights.set(page, (weights.get(page) ?? 0) + weight);
    }
    let pages = Uint32Array.from(weights.keys()).sort();
    pages = common([this.filter, pages])!.filter((page) => 2 * weights.get(page)! >= sum);
    const open = found.filter(({ excluded, runs, row }) => excluded && (runs.length || row));
    for (const atom of found) {
      if (atom.excluded && !open.includes(atom)) pages = pages.filter((page) => !has(atom.list.pages, page));
    }
    return { ...(await this.order(pages, found, open)), loose: true };
  }

  private async complete(atom: Found, pages: Uint32Array | null): Promise<void> {
    if (!atom.long) return;
    atom.list = await this.store.list(atom.long, pages);
    atom.long = undefined;
  }

  private every(): Uint32Array {
    return Uint32Array.from({ length: this.store.root.pages }, (_, page) => page);
  }

  /** Puts pages in order; those of atoms that are open are looked at until there are enough. */
  private async order(pages: Uint32Array, found: Found[], open: Found[], total?: number): Promise<Answer> {
    const { store, wish } = this;
    if (wish.sort === 'none') {
      const kept = await this.sift([...pages], open, Infinity);
      return this.answer(kept.pages, found, kept.pages.length);
    }
    const made = scores(store.root, pages, found);
    const by = new Map(Array.from(pages, (page, at) => [page, made[at]]));
    const days = wish.sort === 'date' ? await store.dates() : [];
    const day = (page: number) => days[page] || -Infinity;
    const order = [...pages].sort(
      (a, b) => (day(a) === day(b) ? 0 : day(b) - day(a)) || by.get(b)! - by.get(a)! || a - b,
    );
    const kept = await this.sift(order, open, wish.most);
    return this.answer(kept.pages, found, total ?? (kept.all ? kept.pages.length : null), by);
  }

  private async sift(pages: number[], open: Found[], most: number) {
    if (!open.length) return { pages, all: true };
    const kept: number[] = [];
    let at = 0;
    for (let many = BATCH; at < pages.length && kept.length < most; at += many, many *= at ? 2 : 1) {
      const batch = pages.slice(at, at + many);
      const postings = await this.look(batch, open);
      kept.push(...batch.filter((_, index) => open.every(({ excluded }, of) => excluded !== !!postings[index][of])));
    }
    return { pages: kept, all: at >= pages.length };
  }

  /** What atoms have on pages, as their texts tell. */
  private async look(pages: Iterable<number>, atoms: Found[]): Promise<(Posting | undefined)[][]> {
    const { store } = this;
    const [fold, texts] = await Promise.all([
      this.fold ?? store.fold(),
      Promise.all(Array.from(pages, async (page) => [page, await store.page(page)] as const)),
    ]);
    return texts.map(([page, text]) => {
      const zones = zonesOf(text, fold);
      return atoms.map(({ list, row, runs }) => {
        let posting = postingOf(list, page);
        if (!posting || (row && !zones.some((zone) => occurrences(zone, row).length))) return undefined;
        for (const run of runs) {
          const own = postingIn(zones, placesOf(run));
          if (!own) return undefined;
          posting = row ? both(posting, own) : own;
        }
        return posting;
      });
    });
  }

  private answer(pages: number[], found: Found[], total: number | null, by = new Map<number, number>()): Answer {
    const corrections = found.flatMap(({ corrections }) => corrections);
    return { pages, scores: by, total, found, loose: false, corrections, fold: this.fold };
  }
}
