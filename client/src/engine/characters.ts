/** From text to normalized characters (1.1 and 1.2). */

import { remembered } from './remembered';

/** Traditional characters and their simplified forms. */
export type Fold = ReadonlyMap<string, string>;

export const OTHER = 0;
export const GRAM = 1;
export const WORD = 2;

/** A normalized character. Texts share them, for objects of their own would cost more than all else. */
export interface Unit {
  char: string;
  kind: number;
  /** Whether it came from a capital. */
  capital: boolean;
}

/** The normalized characters of a text, each with the range of the chunk it came from. */
export interface Units {
  all: Unit[];
  starts: number[];
  ends: number[];
}

const GRAMS =
  /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u2eff\u3005-\u3007\u3021-\u3029\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3105-\u312f\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\u{20000}-\u{323af}]/u;
const WORDS = /[\p{Alpha}\p{N}]/u;
const CHUNK = /.\p{M}*/gsu;

/** What most of a Chinese text consists of: these characters are normalized as they are. */
export const HAN = /^[\u4e00-\u9fff]+$/;

/** What a chunk results in, before folding. */
const chunk = remembered((text): Unit[] => {
  if (HAN.test(text)) return [{ char: text, kind: GRAM, capital: false }];
  const compatible = text.normalize('NFKC');
  // Letter by letter: a sigma must not see that it is the last.
  const lower = Array.from(compatible, (char) => char.toLowerCase()).join('');
  const chars = [...lower.normalize('NFD').replace(/[\u0300-\u036f]/g, '').normalize('NFC')];
  const capital = /^[A-Z]$/.test(compatible);
  return chars.map((char) => ({ char, kind: GRAMS.test(char) ? GRAM : WORDS.test(char) ? WORD : OTHER, capital }));
});

export function units(text: string, fold?: Fold): Units {
  const [all, starts, ends]: [Unit[], number[], number[]] = [[], [], []];
  let start = 0;
  // Chunks leave nothing out.
  for (const part of text.match(CHUNK) ?? []) {
    const end = start + part.length;
    for (const unit of chunk(part)) {
      const char = fold?.get(unit.char);
      all.push(char ? { ...unit, char } : unit);
      starts.push(start);
      ends.push(end);
    }
    start = end;
  }
  return { all, starts, ends };
}

/** A normalized text, for comparing names. */
export const normalize = (text: string, fold?: Fold): string =>
  units(text, fold)
    .all.map(({ char }) => char)
    .join('');
