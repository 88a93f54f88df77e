/** From text to normalized characters (1.1 and 1.2). */

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

/** What chunks result in, before folding; texts consist of few different ones. */
const known = new Map<string, { chars: string[]; kinds: number[]; capital: boolean }>();

/** Whether a character takes a position of its own. */
export const isGram = (char: string): boolean => GRAMS.test(char);

function chunk(text: string) {
  let result = known.get(text);
  if (!result) {
    const compatible = text.normalize('NFKC');
    // Letter by letter: a sigma must not see that it is the last.
    const lower = Array.from(compatible, (char) => char.toLowerCase()).join('');
    const chars = [...lower.normalize('NFD').replace(/[\u0300-\u036f]/g, '').normalize('NFC')];
    const kinds = chars.map((char) => (isGram(char) ? GRAM : WORDS.test(char) ? WORD : OTHER));
    result = { chars, kinds, capital: /^[A-Z]$/.test(compatible) };
    if (known.size > 20_000) known.clear();
    known.set(text, result);
  }
  return result;
}

/** The normalized characters of a text. */
export function units(text: string, fold?: Fold): Unit[] {
  const all: Unit[] = [];
  for (const { 0: part, index: start } of text.matchAll(CHUNK)) {
    const { chars, kinds, capital } = chunk(part);
    const end = start + part.length;
    for (let at = 0; at < chars.length; at++) {
      const char = fold?.get(chars[at]) ?? chars[at];
      all.push({ char, kind: kinds[at], capital, start, end });
    }
  }
  return all;
}

/** A normalized text, for comparing names. */
export const normalize = (text: string, fold?: Fold): string =>
  units(text, fold)
    .map((unit) => unit.char)
    .join('');
