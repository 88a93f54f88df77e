/** Words that match nothing: what they may stand for (3.2). */
import { all } from './all';
import { compare } from './order';
import type { Store } from './store';

/** Runs of Han characters that are read like letters; the most frequent, three at most. */
export async function readAs(store: Store, letters: string): Promise<string[]> {
  // The first syllable has six letters at most; the second may begin behind any of them.
  const beginnings = new Set(letters.slice(1, 7));
  const files = await all(beginnings, (letter) => store.readings(letters[0] + letter));
  const texts = new Map<string, Set<string>>();
  for (const [initials, syllables, text] of files.flat()) {
    const lengths = initials.startsWith(letters) ? [letters.length] : [];
    let joined = '';
    const needed = syllables.split(' ').findIndex((syllable) => (joined += syllable).length >= letters.length);
    if (needed > 0 && joined.startsWith(letters)) lengths.push(needed + 1);
    for (const length of lengths) {
      const run = [...text].slice(0, length).join('');
      texts.set(run, (texts.get(run) ?? new Set()).add(text));
    }
  }
  return [...texts]
    .sort(([a, of], [b, than]) => than.size - of.size || compare(a, b))
    .slice(0, 3)
    .map(([run]) => run);
}

const reversed = (text: string): string => [...text].reverse().join('');

/** The most frequent word at a distance of one edit, or `undefined`. */
export async function spelledAs(store: Store, word: string): Promise<string | undefined> {
  const half = word.length >> 1;
  // One letter is missing or another, there is one more, or it has changed places with the next.
  const edits = [...word].flatMap((letter, at) => {
    const [before, behind] = [word.slice(0, at), word.slice(at + 1)];
    return [`${before}.?${behind}`, `${before}.${letter}${behind}`, before + behind.slice(0, 1) + letter + behind.slice(1)];
  });
  const isNear = new RegExp(`^(?:${edits.join('|')}|${word}.)$`);
  // One edit leaves the first half or the second as it is, unless it swaps the two letters between them.
  const swapped = word.slice(0, half - 1) + word[half] + word[half - 1] + word.slice(half + 1);
  const starts = [`f${word.slice(0, half)}`, `r${reversed(word.slice(half))}`, `f${swapped}`];
  const [best] = (await all(starts, store.words))
    .flat()
    .map((entry) => ({
      text: entry[0] === 'f' ? entry.slice(1, -1) : reversed(entry.slice(1, -1)),
      digit: +entry.at(-1)!,
    }))
    .filter(({ text }) => isNear.test(text))
    .sort((a, b) => b.digit - a.digit || compare(a.text, b.text));
  return best?.text;
}
