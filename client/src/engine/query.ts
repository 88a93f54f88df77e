/** Reads the query language (3.1). */
import { analyze, isStopWord, type Token, withoutWholes } from './analysis';
import { type Fold, normalize } from './characters';

export type Atom = { excluded: boolean } & (
  | { kind: 'gram'; run: string }
  | { kind: 'word'; parts: string[]; whole: string; prefix: boolean }
  | { kind: 'phrase'; row: Token[] }
);

export interface Query {
  atoms: Atom[];
  /** Facets, each with the normalized id or name of a value. */
  filters: [facet: string, value: string][];
}

/** What is read of a query: its first characters, and its first atoms. */
const MOST_CHARS = 256;
const MOST_ATOMS = 16;

const OPENING = '"＂“「『';
const CLOSING = '"＂”」』';

/** The names of facets: each in English, which is its id, and in Chinese. */
const FACETS = (
  'kind 类型 clause 条款 industry 行业 locality 地区 size 规模 stage 阶段 year 年份 ladder 梯度 title 称号 batch 批次 ' +
  'grade 等级 issuer 发布机关'
).split(' ');

/** Whether an atom is an English stop word, which need not match. */
export const isOptional = (atom: Atom): boolean =>
  atom.kind === 'word' && atom.parts.length < 2 && isStopWord(atom.parts[0]);

/** A row of tokens in atoms: runs of grams that stand side by side, and words. */
export function piecesOf(row: Token[], excluded = false): Atom[] {
  const pieces: Atom[] = [];
  row.forEach(({ surface, kind, position }, at) => {
    const last = pieces.at(-1);
    if (kind !== 'gram') pieces.push({ excluded, kind: 'word', parts: [surface], whole: '', prefix: false });
    else if (last?.kind === 'gram' && row[at - 1].position === position - 1) last.run += surface;
    else pieces.push({ excluded, kind, run: surface });
  });
  return pieces;
}

/** Reads a query; `facets` are those of the index. What means nothing is passed over. */
export function parse(query: string, facets: string[], fold?: Fold): Query {
  const text = [...query].slice(0, MOST_CHARS).join('');
  const atoms: Atom[] = [];
  const filters: Query['filters'] = [];
  let at = 0;

  /** What stands in the quotation marks here; goes behind them. */
  const quoted = (): string | undefined => {
    const close = CLOSING[OPENING.indexOf(text[at])];
    if (!close) return undefined;
    const end = text.indexOf(close, at + 1);
    const inside = text.slice(at + 1, end < 0 ? text.length : end);
    at = end < 0 ? text.length : end + 1;
    return inside;
  };
  /** The word here; goes behind it. */
  const word = (): string => {
    const [found] = /^[^\p{space}"＂“「『]*/u.exec(text.slice(at))!;
    at += found.length;
    return found;
  };
  const filter = (): boolean => {
    const start = at;
    const [head, name] = /^([^:：]*)[:：]/.exec(word()) ?? [];
    const facet = name && FACETS[FACETS.indexOf(normalize(name, fold)) & ~1];
    if (facet && facets.includes(facet)) {
      at = start + head!.length;
      const value = normalize((quoted() ?? word()).replace(/^\p{space}+|\p{space}+$/gu, ''), fold);
      if (value) return !!filters.push([facet, value]);
    }
    at = start;
    return false;
  };

  for (;;) {
    at += /^\p{space}*/u.exec(text.slice(at))![0].length;
    if (at >= text.length) break;
    const excluded = /^[-－]\P{space}/u.test(text.slice(at));
    if (excluded) at++;
    const phrase = quoted();
    if (phrase !== undefined) {
      const row = withoutWholes(analyze(phrase, fold));
      const pieces = piecesOf(row, excluded);
      atoms.push(...(pieces.length > 1 ? [{ excluded, kind: 'phrase' as const, row }] : pieces));
    } else if (excluded || !filter()) {
      const piece = word();
      let atom: Atom | undefined;
      let end = 0;
      for (const token of analyze(piece, fold)) {
        end = token.end;
        if (token.first) atoms.push(([atom] = piecesOf([token], excluded))[0]);
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
