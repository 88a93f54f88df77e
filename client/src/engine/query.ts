/** Reads the query language (3.1). */
import { analyze, isStopWord, type Token } from './analysis';
import { type Fold, normalize } from './characters';

/** A token of a phrase or run; `offset` counts from the first. */
export interface Place {
  term: string;
  surface: string;
  gram: boolean;
  offset: number;
}

export type Atom = { excluded: boolean } & (
  | { kind: 'gram'; run: string }
  | { kind: 'word'; parts: string[]; whole: string; prefix: boolean }
  | { kind: 'phrase'; row: Place[] }
);

export interface Query {
  atoms: Atom[];
  /** Normalized ids or names of values, by facet. */
  filters: Map<string, string[]>;
}

/** What is read of a query: its first characters, and its first atoms. */
const MOST_CHARS = 256;
const MOST_ATOMS = 16;

const QUOTES = new Map([...'""＂＂“”「」『』'.matchAll(/(.)(.)/g)].map(([, open, close]) => [open, close]));

const FACETS = new Map(
  (
    'kind类型 clause条款 industry行业 locality地区 size规模 stage阶段 year年份 ladder梯度 title称号 batch批次 ' +
    'grade等级 issuer发布机关'
  )
    .split(' ')
    .flatMap((pair) => {
      const [, en, zh] = /^([a-z]+)(.+)$/.exec(pair)!;
      return [
        [en, en],
        [zh, en],
      ] as const;
    }),
);

/** Whether an atom is an English stop word, which need not match. */
export const isOptional = (atom: Atom): boolean =>
  atom.kind === 'word' && atom.parts.length < 2 && isStopWord(atom.parts[0]);

/** A row of tokens that stand where they stand in a text. */
export const rowOf = (tokens: Token[]): Place[] =>
  tokens
    .filter((token) => token.kind !== 'whole')
    .map(({ term, surface, kind, position }, _, [first]) => ({
      term,
      surface,
      gram: kind === 'gram',
      offset: position - first.position,
    }));

/** A run or a part by itself. */
export const simple = (row: Place[]) =>
  row[0].gram
    ? { kind: 'gram' as const, run: row.map(({ term }) => term).join('') }
    : { kind: 'word' as const, parts: [row[0].surface], whole: '', prefix: false };

/** Reads a query; `facets` are those of the index. What means nothing is passed over. */
export function parse(query: string, facets: string[], fold?: Fold): Query {
  const text = [...query].slice(0, MOST_CHARS).join('');
  const atoms: Atom[] = [];
  const filters: Query['filters'] = new Map();
  let at = 0;

  /** What stands in the quotation marks here; goes behind them. */
  const quoted = (): string | undefined => {
    const close = QUOTES.get(text[at]);
    if (!close) return undefined;
    const end = text.indexOf(close, at + 1);
    const inside = text.slice(at + 1, end < 0 ? text.length : end);
    at = end < 0 ? text.length : end + 1;
    return inside;
  };
  /** The word here; goes behind it. */
  const word = (): string => {
    const [found] = /^[^\p{White_Space}"＂“「『]*/u.exec(text.slice(at))!;
    at += found.length;
    return found;
  };
  const filter = (): boolean => {
    const start = at;
    const [head, name] = /^([^:：]*)[:：]/.exec(word()) ?? [];
    const facet = name && FACETS.get(normalize(name, fold));
    if (facet && facets.includes(facet)) {
      at = start + head!.length;
      const value = normalize((quoted() ?? word()).replace(/^\p{White_Space}+|\p{White_Space}+$/gu, ''), fold);
      if (value) filters.set(facet, [...(filters.get(facet) ?? []), value]);
      if (value) return true;
    }
    at = start;
    return false;
  };

  for (;;) {
    at += /^\p{White_Space}*/u.exec(text.slice(at))![0].length;
    if (at >= text.length) break;
    const excluded = /^[-－]\P{White_Space}/u.test(text.slice(at));
    if (excluded) at++;
    const phrase = quoted();
    if (phrase !== undefined) {
      const tokens = analyze(phrase, fold).filter(({ kind }) => kind !== 'whole');
      const row = rowOf(tokens);
      if (tokens.filter(({ kind, first }) => kind === 'part' || first).length > 1) {
        atoms.push({ excluded, kind: 'phrase', row });
      } else if (row.length) {
        atoms.push({ excluded, ...simple(row) });
      }
    } else if (excluded || !filter()) {
      const piece = word();
      let atom: Atom | undefined;
      let end = 0;
      for (const token of analyze(piece, fold)) {
        end = token.end;
        if (token.first) atoms.push((atom = { excluded, ...simple(rowOf([token])) }));
        else if (atom!.kind === 'gram') atom!.run += token.surface;
        else if (atom!.kind === 'word') {
          if (token.kind === 'whole') atom!.whole = token.surface;
          else atom!.parts.push(token.surface);
        }
      }
      // The reader may be writing on.
      if (atom?.kind === 'word') atom.prefix = !excluded && at === text.length && end === piece.length;
    }
  }
  return { atoms: atoms.slice(0, MOST_ATOMS), filters };
}
