/** Words that match nothing: what they may stand for (3.2). */
import { all } from './all';
import { bytesOf } from './bytes';
import { compare } from './order';
import { beginnings } from './prefix';
import type { Root } from './root';
import type { Store } from './store';
import { decodeKeys } from './terms';

const reversed = (text: string): string => [...text].reverse().join('');

/** A word, and how frequent it is. */
export type Word = [text: string, digit: number];

/** Decodes a list of words (2.7). */
export function decodeWords(content: Uint8Array, root: Root): Word[] {
  const { section } = bytesOf(content);
  const words = decodeKeys(section, root);
  const digits = section();
  return words.map((text) => [reversed(text), digits.varint()]);
}

/** Runs of Han characters that are read like letters; the most frequent, three at most. */
export async function readAs(store: Store, letters: string): Promise<string[]> {
  // The first syllable has six letters at most; the second may begin behind any of them.
  const seconds = new Set(letters.slice(1, 7));
  const [files, syllables] = await Promise.all([all(seconds, (letter) => store.readings(letters[0] + letter)), store.sounds()]);
  const texts = new Map<string, Set<string>>();
  for (const text of files.flat()) {
    const read = Array.from(text, (char) => syllables.get(char)!);
    const initials = read.map(([initial]) => initial).join('');
    const lengths = initials.startsWith(letters) ? [letters.length] : [];
    let joined = '';
    const needed = read.findIndex((syllable) => (joined += syllable).length >= letters.length);
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

/** The most frequent word at a distance of one edit, or `undefined`. */
export async function spelledAs(store: Store, word: string): Promise<string | undefined> {
  const half = word.length >> 1;
  // One letter is missing or another, there is one more, or it has changed places with the next.
  const edits = [...word].flatMap((letter, at) => {
    const [before, behind] = [word.slice(0, at), word.slice(at + 1)];
    return [`${before}.?${behind}`, `${before}.${letter}${behind}`, before + behind.slice(0, 1) + letter + behind.slice(1)];
  });
  const isNear = new RegExp(`^(?=[a-z]{4,}$)(${edits.join('|')}|${word}.)$`);
  // One edit leaves the first half or the second as it is, unless it swaps the two letters between them.
  const swapped = word.slice(0, half - 1) + word[half] + word[half - 1] + word.slice(half + 1);
  const [terms, back] = await Promise.all([
    all([word.slice(0, half), swapped], (start) => beginnings(store, start, Infinity)),
    store.words(reversed(word.slice(half))),
  ]);
  const forth = terms.flat().flatMap(({ surfaces, total }) => surfaces.map((text): Word => [text, 31 - Math.clz32(total || 1)]));
  const [best] = [...forth, ...back]
    .filter(([text]) => isNear.test(text))
    .sort(([a, of], [b, than]) => than - of || compare(a, b));
  return best?.[0];
}
