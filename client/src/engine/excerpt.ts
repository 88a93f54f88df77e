/** What a result shows of a page (3.4). */
import type { Found } from './atoms';
import type { Token } from './analysis';
import type { Range, Zone } from './texts';

export interface Piece {
  text: string;
  mark: boolean;
}

/** A place of an atom in a text. */
interface Mark extends Range {
  atom: number;
}

/** Width of an excerpt, in Han characters; a Latin letter is about half as wide. */
const WIDTH = 120;
const NARROW = 0.55;
/** From here on characters are wide, but for few. */
const WIDE = '\u2e80';

/** What ends a sentence. */
const SENTENCE = /[。！？!?；]+[”’」』）)"]*\s*|[.;]\s+|\s*\n\s*/g;

/** Where atoms are in a zone, from its beginning on; marks of different atoms may overlap. */
export const marksIn = (zone: Zone, found: Found[]): Mark[] =>
  found
    .flatMap(({ optional, looks }, atom) =>
      // Stop words are not counted in bodies, which are full of them.
      optional && zone.body ? [] : looks.flatMap((look) => look(zone)).map(({ start, end }) => ({ start, end, atom })),
    )
    .sort((a, b) => a.start - b.start || b.end - a.end);

/** A part of a text in pieces. */
export function piecesOf(text: string, marks: Mark[], from = 0, to = text.length): Piece[] {
  const pieces: Piece[] = [];
  const push = (end: number, mark: boolean) => {
    if (end <= from) return;
    const part = text.slice(from, end).replace(/\s+/g, ' ');
    const last = pieces.at(-1);
    if (last?.mark === mark) last.text += part;
    else pieces.push({ text: part, mark });
    from = end;
  };
  for (const { start, end } of marks) {
    if (end > to || start >= to) continue;
    push(start, false);
    push(end, true);
  }
  push(to, false);
  return pieces;
}

/** The part of a body around its densest marks; two parts, if one does not have all atoms. */
export function excerpt(zone: Zone, marks: Mark[], weights: number[]): Piece[] {
  const { text } = zone;
  const widths = [0];
  for (let at = 0; at < text.length; at++) widths.push(widths[at] + (text[at] < WIDE ? NARROW : 1));
  const width = (from: number, to: number) => widths[to] - widths[from];
  if (widths[text.length] <= WIDTH * 1.2) return piecesOf(text, marks);

  const sentences = [0, ...Array.from(text.matchAll(SENTENCE), ({ 0: end, index }) => index + end.length)];
  // A text is cut before and behind runs' characters and compounds, never within a character.
  const tokens = zone.row.filter(Boolean);
  const begins = (token?: Token) => !token || token.first || token.kind === 'gram';
  const starts = tokens.filter(begins).map(({ start }) => start);
  const ends = [...tokens.filter((_, at) => begins(tokens[at + 1])).map(({ end }) => end), text.length];

  const all = new Set(marks.map(({ atom }) => atom));
  let windows = [densest(WIDTH)];
  if (windows[0].atoms.size < all.size) {
    const first = densest(WIDTH / 2);
    windows = [first, densest(WIDTH / 2, first.atoms)].sort((a, b) => a.start - b.start);
  }
  const parts = windows.map(({ start, end }) => widen(start, end, WIDTH / windows.length));
  if (parts[1]?.start <= parts[0].end) parts[0].end = Math.max(parts[0].end, parts.pop()!.end);

  const dots = (text: string): Piece[] => (text ? [{ text, mark: false }] : []);
  return [
    ...parts.flatMap(({ start, end }, at) => [
      ...dots(at ? ' … ' : start ? '… ' : ''),
      ...piecesOf(text, marks, start, end),
    ]),
    ...dots(parts.at(-1)!.end < text.length ? ' …' : ''),
  ];

  /** The stretch of at most a width with the most of the atoms that were not seen before. */
  function densest(most: number, seen = new Set<number>()) {
    let best = { start: 0, end: 0, atoms: new Set<number>(), score: -1 };
    marks.forEach(({ start, end }, from) => {
      const stretch = { start, end, atoms: new Set<number>(), score: 0 };
      for (const { atom, end } of marks.slice(from)) {
        if (stretch.score && width(start, end) > most) break;
        // Another place of the same atom counts a little.
        stretch.score += seen.has(atom) || stretch.atoms.has(atom) ? 1 : 1000 * weights[atom];
        stretch.atoms.add(atom);
        stretch.end = Math.max(stretch.end, end);
      }
      if (stretch.score > best.score) best = stretch;
    });
    return best;
  }

  /** Adds what is around a stretch, from the beginning of a sentence or word to the end of one. */
  function widen(start: number, end: number, most: number) {
    const spare = most - width(start, end);
    const ahead = Math.max(spare / 3, spare - width(end, text.length));
    const leads = (at: number) => at <= start && width(at, start) <= ahead;
    const from = sentences.find(leads) ?? starts.find(leads) ?? start;
    const rest = most - width(from, end);
    const follows = (at: number) => at >= end && width(end, at) <= rest;
    const last = ends.findLast(follows) ?? end;
    const sentence = sentences.findLast((at) => follows(at) && width(end, at) > rest / 2);
    const to = last < text.length ? (sentence ?? last) : last;
    return { start: from, end: from + text.slice(from, to).trimEnd().length };
  }
}
