/** From text to normalized characters (1.1 and 1.2). */

import { remembered } from './remembered';

/** Traditional characters and their simplified forms. */
export type Fold = ReadonlyMap<string, string>;

export const OTHER = 0;
export const GRAM = 1;
export const WORD = 2;

/** A normalized character and the range of the chunk it came from. */
export interface Unit {
  char: string;
  kind: number;
  capital: boolean;
  start: number;
  end: number;
}

const GRAMS =
  /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u2eff\u3005-\u3007\u3021-\u3029\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3105-\u312f\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\u{20000}-\u{323af}]/u;
const WORDS = /[\p{Alphabetic}\p{N}]/u;
const CHUNK = /.\p{M}*/gsu;

/** What a chunk results in, before folding. */
const chunk = remembered((text) => {
  const compatible = text.normalize('NFKC');
  // Letter by letter: a sigma must not see that it is the last.
  const lower = Array.from(compatible, (char) => char.toLowerCase()).join('');
  const chars = [...lower.normalize('NFD').replace(/[\u0300-\u036f]/g, '').normalize('NFC')];
  return {
    capital: /^[A-Z]$/.test(compatible),
    chars: chars.map((char) => ({ char, kind: GRAMS.test(char) ? GRAM : WORDS.test(char) ? WORD : OTHER })),
  };
});

/** The normalized characters of a text. */
export function units(text: string, fold?: Fold): Unit[] {
  const all: Unit[] = [];
  for (const { 0: part, index: start } of text.matchAll(CHUNK)) {
    const { chars, capital } = chunk(part);
    const end = start + part.length;
    for (const { char, kind } of chars) all.push({ char: fold?.get(char) ?? char, kind, capital, start, end });
  }
  return all;
}

/** A normalized text, for comparing names. */
export const normalize = (text: string, fold?: Fold): string =>
  units(text, fold)
    .map((unit) => unit.char)
    .join('');
