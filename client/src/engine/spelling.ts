/** Words that match nothing: what they may stand for (3.2). */
import { compare } from './order';
import type { Store } from './store';

/** Runs of Han characters that are read like letters; the most frequent, three at most. */
export async function readAs(store: Store, letters: string): Promise<string[]> {
  // The first syllable has six letters at most; the second may begin behind any of them.
  const beginnings = new Set<string>();
  for (let at = 1; at < Math.min(7, letters.length); at++) beginnings.add(letters[0] + letters[at]);
  const files = await Promise.all(Array.from(beginnings, (initials) => store.readings(initials)));
  const texts = new Map<string, Set<string>>();
  for (const [initials, syllables, text] of new Set(files.flat())) {
    const lengths = initials.startsWith(letters) ? [letters.length] : [];
    let joined = '';
    const needed = syllables.split(' ').findIndex((syllable) => (joined += syllable).length >= letters.length);
    if (needed > 0 && joined.startsWith(letters)) lengths.push(needed + 1);
    for (const length of lengths) {
      const run = [...text].slice(0, length).join('');
      if (length > 1) texts.set(run, (texts.get(run) ?? new Set()).add(text));
    }
  }
  return [...texts]
    .sort(([a, of], [b, than]) => than.size - of.size || compare(a, b))
    .slice(0, 3)
    .map(([run]) => run);
}

/** The most frequent word at a distance of one edit, or `undefined`. */
export async function spelledAs(store: Store, word: string): Promise<string | undefined> {
  const half = word.length >> 1;
  const back = [...word].reverse().join('');
  // One edit leaves the first half or the second as it is, unless it swaps the two letters between them.
  const swapped = word.slice(0, half - 1) + word[half] + word[half - 1] + word.slice(half + 1);
  const lists = await Promise.all(
    [`f${word.slice(0, half)}`, `r${back.slice(0, word.length - half)}`, `f${swapped}`].map((start) => store.words(start)),
  );
  let best = '';
  let most = -1;
  for (const entry of lists.flat()) {
    const digit = Number(entry.at(-1));
    const letters = entry.slice(1, -1);
    if (Math.abs(letters.length - word.length) > 1 || digit < most) continue;
    const found = entry[0] === 'f' ? letters : [...letters].reverse().join('');
    if ((digit > most || found < best) && isOneEdit(found, word)) [best, most] = [found, digit];
  }
  return best || undefined;
}

/** Whether an insertion, deletion, substitution, or swap of neighbors makes one word of another. */
function isOneEdit(a: string, b: string): boolean {
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  const left = a.slice(start, a.length - end);
  const right = b.slice(start, b.length - end);
  return (
    (left.length < 2 && right.length < 2 && left !== right) ||
    (left.length === 2 && right.length === 2 && left[0] === right[1] && left[1] === right[0])
  );
}
