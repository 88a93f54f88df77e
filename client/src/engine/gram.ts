/** Finds runs of grams among the terms of the index (2.4). */
import { placeOfKey } from './order';
import { fileOf } from './root';
import type { Store } from './store';
import type { Term } from './terms';

export interface Run {
  run: string;
  /** The run's postings; if not `exact` those of its beginning, and the texts tell on which it is. */
  term: Term;
  exact: boolean;
}

/** Longest string that is told apart. */
const DEPTH = 32;

const lengthOf = (text: string): number => [...text].length;

/** A run's postings; `undefined` if it occurs nowhere. */
export async function findRun(store: Store, run: string): Promise<Run | undefined> {
  const exactly = (term?: Term) => term && { run, term, exact: true };
  if (lengthOf(run) < 2) return exactly(await store.term(run));

  const { keys } = store.root.terms;
  const place = fileOf(keys, run);
  const [file, next] = await Promise.all([
    place < 0 ? undefined : store.termFile(place),
    keys[place + 1]?.startsWith(run) ? store.termFile(place + 1) : undefined,
  ]);
  if (file) {
    const at = placeOfKey(file.keys, run);
    if (file.keys[at]?.startsWith(run)) return exactly(file.term(at));
    const before = file.keys[at - 1] ?? '';
    const length = lengthOf(before);
    if (length > 1 && run.startsWith(before)) {
      const term = file.term(at - 1);
      if (term.total <= store.root.leaf || length === DEPTH) return { run, term, exact: false };
    }
  }
  return next?.keys[0]?.startsWith(run) ? exactly(next.term(0)) : undefined;
}
