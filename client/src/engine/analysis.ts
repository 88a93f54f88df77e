/** From text to tokens (1.3 to 1.5). */
import { type Fold, GRAM, type Unit, type Units, units, WORD } from './characters';
import { remembered } from './remembered';
import { stem } from './stem';

export interface Token {
  /** What an index knows it by. */
  term: string;
  /** Its normalized text; for a gram the character. */
  surface: string;
  position: number;
  /** Where it came from, in the text as it was. */
  start: number;
  end: number;
  kind: 'gram' | 'part' | 'whole';
  /** Whether a run or compound begins with it. */
  first: boolean;
  /** The term of the whole that begins with it, where a text is looked through. */
  whole?: string;
}

/** Longest part, and longest whole. */
const LONGEST = 40;
/** What keeps two tokens apart that stand on its two sides. */
const GAP = /\n|[^\p{space}_./'’·@+#&-]/u;

const STOP_WORDS = new Set(
  (
    'a an and are as at be but by can do does for from has have how i if in into is it its no not of ' +
    'on or our so such that the their then there these they this to was we were what when where which ' +
    'who why will with you your'
  ).split(' '),
);

export const isStopWord = (surface: string): boolean => STOP_WORDS.has(surface);

const stemOf = remembered(stem);

/** The term of a surface. */
export const termOf = (surface: string): string => (/^[a-z]{3,}$/.test(surface) ? stemOf(surface) : surface);

interface Part {
  surface: string;
  /** Number of its characters. */
  length: number;
  start: number;
  end: number;
}

/** The tokens of a text, in order; a whole follows its first part. */
export function analyze(text: string, fold?: Fold): Token[] {
  const read = units(text, fold);
  const { all, starts, ends } = read;
  const tokens: Token[] = [];
  let position = -1;
  let before: Token | undefined;

  /** Whether something stands between the last token and a place that keeps them apart. */
  const isApart = (start: number) => {
    const between = before ? text.slice(before.end, start) : '';
    return between !== '' && between !== ' ' && GAP.test(between);
  };
  const emit = (kind: Token['kind'], surface: string, first: boolean, start: number, end: number) => {
    const isGram = kind === 'gram';
    position += (isGram && before?.kind === kind ? first : isApart(start)) ? 2 : 1;
    tokens.push((before = { term: isGram ? surface : termOf(surface), surface, position, start, end, kind, first }));
  };

  for (let at = 0; at < all.length; at++) {
    const { kind, char } = all[at];
    if (kind === GRAM) {
      emit('gram', char, all[at - 1]?.kind !== GRAM, starts[at], ends[at]);
    } else if (kind === WORD) {
      const parts: Part[] = [];
      at = compound(read, at, parts);
      parts.forEach(({ surface, start, end }, index) => {
        emit('part', surface, !index, start, end);
        if (index || parts.length < 2 || parts.length > 8) return;
        if (parts.reduce((sum, { length }) => sum + length, 0) > LONGEST) return;
        const whole = parts.map(({ surface }) => surface).join('');
        tokens.push({ ...before!, kind: 'whole', surface: whole, term: termOf(whole), end: parts.at(-1)!.end, first: false });
      });
    }
  }
  return tokens;
}

/** Tokens that have a position of their own. */
export const withoutWholes = (tokens: Token[]): Token[] => tokens.filter(({ kind }) => kind !== 'whole');

const isLetter = (unit?: Unit): boolean => !!unit && unit.char >= 'a' && unit.char <= 'z';
const isDigit = (unit: Unit): boolean => unit.char >= '0' && unit.char <= '9';
const isSmall = (unit?: Unit): boolean => isLetter(unit) && !unit!.capital;

/** Whether a part begins at a character, seen from its direct neighbors. */
const begins = (before: Unit, unit: Unit, behind?: Unit): boolean =>
  (isLetter(before) && isDigit(unit)) ||
  (isDigit(before) && isLetter(unit)) ||
  (unit.capital && (isSmall(before) || (before.capital && isSmall(behind))));

/** Reads the compound that begins at a place; gives its last place. */
function compound({ all, starts, ends }: Units, at: number, parts: Part[]): number {
  let part: Part | undefined;
  const take = () => {
    if (!part) parts.push((part = { surface: '', length: 0, start: starts[at], end: 0 }));
    if (part.length < LONGEST) {
      part.surface += all[at].char;
      part.length++;
    }
    part.end = ends[at];
  };
  take();
  for (;;) {
    const unit = all[at];
    const next = all[at + 1];
    if (next?.kind === WORD) {
      at++;
      if (begins(unit, next, all[at + 1])) part = undefined;
      take();
      continue;
    }
    const behind = all[at + 2];
    if (behind?.kind !== WORD) return at;
    if (next.char === "'" || next.char === '’') {
      if (!isLetter(unit) || !isLetter(behind)) return at;
      at += 2;
      // The `s` of a genitive is dropped with its apostrophe.
      if (behind.char === 's' && !isLetter(all[at + 1])) {
        part!.end = ends[at];
        continue;
      }
    } else if (next.char === '.' && isDigit(unit) && isDigit(behind)) {
      at++;
      take();
      at++;
    } else if (/^[-_.]$/.test(next.char)) {
      at += 2;
      part = undefined;
    } else {
      return at;
    }
    take();
  }
}
