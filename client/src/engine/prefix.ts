/** The beginnings of words (3.2). */
import { all } from './all';
import { LOST } from './stem';
import type { Store } from './store';
import type { Term } from './terms';

/** Terms that are looked at for a prefix. */
const MOST_TERMS = 50;

/**
 * Terms that begin with a text, and terms that it begins with and that have a surface going on like it. No stem is
 * shorter than a third of its word.
 */
export async function beginnings(store: Store, text: string, most = MOST_TERMS): Promise<Term[]> {
  const chars = [...text];
  const least = Math.max(2, Math.ceil(chars.length / 3));
  const ends = [...chars.keys()].filter((end) => end >= least && LOST.test(chars.slice(end - 1).join('')));
  const shorter = ends.map((end) => chars.slice(0, end).join(''));
  const [longer, terms] = await Promise.all([from(store, text, most), all(shorter, store.term)]);
  return [...longer, ...terms.flatMap((term) => (term?.surfaces.some((surface) => surface.startsWith(text)) ? [term] : []))];
}

/** The first terms that begin with a text. */
async function from({ near }: Store, text: string, most: number): Promise<Term[]> {
  const terms: Term[] = [];
  // A file has some hundreds of terms: one or two are enough.
  for (let at = 0, found; terms.length < most && (found = await near(text, at)).length; at += 2) {
    terms.push(...found.flatMap(({ key, term }) => (key.startsWith(text) ? [term()] : [])));
  }
  return terms.slice(0, most);
}
