/** Finds runs of grams among the terms of the index (2.4). */
import { fileOf } from './root';
import type { Store } from './store';
import type { Term } from './terms';

export interface Run {
  /** The run's postings; if not `exact` those of its beginning, and the texts tell on which it is. */
  term: Term;
  exact: boolean;
}

/** Longest string that is told apart. */
const DEPTH = 32;

export const lengthOf = (text: string): number => [...text].length;

/** A run's postings; `undefined` if it occurs nowhere. */
export async function findRun({ root, near }: Store, run: string): Promise<Run | undefined> {
  // Its term, which may be longer, can be the first of the next file.
  const entries = await near(run);
  const whole = entries.find(({ key }) => key.startsWith(run));
  if (whole) return { term: whole.term(), exact: true };
  const before = entries[fileOf(entries.map(({ key }) => key), run)];
  const length = before && run.startsWith(before.key) ? lengthOf(before.key) : 0;
  return length > 1 && (before.term().total <= root.leaf || length === DEPTH) ? { term: before.term(), exact: false } : undefined;
}
