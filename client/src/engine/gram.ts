/** Finds runs of grams among the terms of the index (2.4). */
import { all } from './all';
import { compare } from './order';
import { filesFrom } from './root';
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
export async function findRun({ root, termFile }: Store, run: string): Promise<Run | undefined> {
  // Its term, which may be longer, can be the first of the next file.
  const terms = (await all(filesFrom(root.terms.keys, run).slice(0, 2), termFile)).flat();
  const at = terms.findLastIndex(({ key }) => compare(key, run) < 0);
  const [before, term] = [terms[at], terms[at + 1]];
  if (term?.key.startsWith(run)) return { term, exact: true };
  const length = before && run.startsWith(before.key) ? lengthOf(before.key) : 0;
  return length > 1 && (before.total <= root.leaf || length === DEPTH) ? { term: before, exact: false } : undefined;
}
