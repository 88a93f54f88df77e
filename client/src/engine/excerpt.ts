/** What a result shows of a page (3.4). */
import type { Found, Look } from './atoms';
import { isGram } from './characters';
import { occurrences, type Zone } from './texts';

export interface Piece {
  text: string;
  mark: boolean;
}

/** A place of an atom in a text. */
interface Mark {
  start: number;
  end: number;
  atom: number;
}

/** Width of an excerpt, in Han characters; a Latin letter is about half as wide. */
const WIDTH = 120;
const NARROW = 0.55;

/** What ends a sentence. */
const SENTENCE = /[。！？!?；]+[”’」』）)"]*\s*|[.;]\s+|\s*\n\s*/g;

/** Whether an atom occurs in a zone. */
export const occurs = (zone: Zone, { optional, looks }: Found): boolean =>
  // Stop words are not counted in bodies, which are full of them.
  !(optional && zone.body) &&
  looks.some((look) =>
    'row' in look
      ? occurrences(zone, look.row).length
      : look.sets.every((set) => zone.tokens.some(({ term }) => set.has(term))),
  );

/** Where atoms are in a zone, from its beginning on; marks of different atoms may overlap. */
export function marksIn(zone: Zone, found: Found[]): Mark[] {
  const places = (look: Look): { start: number; end: number }[] =>
    'row' in look
      ? occurrences(zone, look.row).map((at) => ({
          start: zone.row[at].start,
          end: zone.row[at + look.row.at(-1)!.position].end,
        }))
      : zone.tokens.filter(({ term }) => look.sets.some((set) => set.has(term)));
  return found
    .flatMap(({ excluded, optional, looks }, atom) =>
      excluded || (optional && zone.body) ? [] : looks.flatMap(places).map(({ start, end }) => ({ start, end, atom })),
    )
    .sort((a, b) => a.start - b.start || b.end - a.end);
}

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
  for (const char of text) {
    const width = widths[widths.length - 1] + (isGram(char) || /[\u3000-\u303f\uff00-\uff60]/.test(char) ? 1 : NARROW);
    for (let unit = 0; unit < char.length; unit++) widths.push(width);
  }
  const width = (from: number, to: number) => widths[to] - widths[from];
  if (width(0, text.length) <= WIDTH * 1.2) return piecesOf(text, marks);

  const sentences = Array.from(text.matchAll(SENTENCE), ({ 0: end, index }) => index + end.length);
  // A text is cut before and behind runs' characters and compounds, never within a character.
  const words: { start: number; end: number }[] = [];
  for (const { kind, first, start, end } of zone.row.filter(Boolean)) {
    if (first || kind === 'gram') words.push({ start, end });
    else words[words.length - 1].end = end;
  }

  const all = new Set(marks.map(({ atom }) => atom));
  let windows = [densest(marks, all, WIDTH)];
  const missing = new Set([...all].filter((atom) => !windows[0].atoms.has(atom)));
  if (missing.size) {
    const first = densest(marks, all, WIDTH / 2);
    const second = densest(marks, new Set([...all].filter((atom) => !first.atoms.has(atom))), WIDTH / 2);
    windows = [first, second].sort((a, b) => a.start - b.start);
  }
  const parts = windows.map(({ start, end }) => widen(start, end, WIDTH / windows.length));
  if (parts[1] && parts[1].start <= parts[0].end) {
    parts[0].end = Math.max(parts[0].end, parts.pop()!.end);
  }

  const pieces: Piece[] = [];
  parts.forEach(({ start, end }, at) => {
    if (at) pieces.push({ text: ' … ', mark: false });
    else if (start) pieces.push({ text: '… ', mark: false });
    pieces.push(...piecesOf(text, marks, start, end));
  });
  if (parts[parts.length - 1].end < text.length) pieces.push({ text: ' …', mark: false });
  return pieces;

  /** The stretch of at most a width with the most of the atoms that are wanted. */
  function densest(marks: Mark[], wanted: Set<number>, most: number) {
    let best = { start: 0, end: 0, atoms: new Set<number>(), score: -1 };
    marks.forEach(({ start }, from) => {
      const atoms = new Set<number>();
      let score = 0;
      let last = start;
      for (let at = from; at < marks.length; at++) {
        const { atom, end } = marks[at];
        if (at > from && width(start, end) > most) break;
        // Another place of the same atom counts a little.
        score += !wanted.has(atom) || atoms.has(atom) ? 1 : 1000 * weights[atom];
        atoms.add(atom);
        last = Math.max(last, end);
      }
      if (score > best.score) best = { start, end: last, atoms, score };
    });
    return best;
  }

  /** Adds what is around a stretch, from the beginning of a sentence or word to the end of one. */
  function widen(start: number, end: number, most: number) {
    const spare = Math.max(0, most - width(start, end));
    const ahead = Math.max(spare / 3, spare - width(end, text.length));
    const within = (from: number, to: number, most: number) => width(from, to) <= most;
    let from = 0;
    if (!within(0, start, ahead)) {
      const fits = (at: number) => at <= start && within(at, start, ahead);
      from = sentences.find(fits) ?? words.find(({ start }) => fits(start))?.start ?? start;
    }
    let to = text.length;
    const rest = most - width(from, end);
    if (!within(end, to, rest)) {
      const fits = (at: number) => at >= end && within(end, at, rest);
      const sentence = sentences.findLast((at) => fits(at) && !within(end, at, rest / 2));
      to = sentence ?? Math.max(end, words.findLast((word) => fits(word.end))?.end ?? 0);
    }
    return { start: from, end: from + text.slice(from, to).trimEnd().length };
  }
}
