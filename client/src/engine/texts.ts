/** The texts of pages (2.5), and what occurs in them. */
import { analyze, type Token } from './analysis';
import { need } from './bytes';
import type { Fold } from './characters';
import { array, parsed, strings } from './json';
import type { Posting } from './lists';
import type { Place } from './query';

export interface Section {
  id: string;
  heading: string;
  body: string;
}

export interface Page {
  path: string;
  title: string;
  kind: string;
  date: string;
  keywords: string;
  sections: Section[];
}

export function decodePages(content: Uint8Array, count: number): Page[] {
  const pages = array(parsed(content)).map((page) => {
    const sections = array(array(page).at(-1)).map((section) => {
      const [id, heading, body] = strings(section);
      need(body !== undefined);
      return { id, heading, body };
    });
    const [path, title, kind, date, keywords, ...rest] = strings(array(page).slice(0, -1));
    need(keywords !== undefined && !rest.length);
    return { path, title, kind, date, keywords, sections };
  });
  need(pages.length === count);
  return pages;
}

/** An analyzed zone. */
export interface Zone {
  text: string;
  body: boolean;
  tokens: Token[];
  /** Tokens other than wholes by their position. */
  row: Token[];
}

export function zoneOf(text: string, body: boolean, fold?: Fold): Zone {
  const tokens = analyze(text, fold);
  const row: Token[] = [];
  for (const token of tokens) if (token.kind !== 'whole') row[token.position] = token;
  return { text, body, tokens, row };
}

/** The zones of a page, in order. */
export const zonesOf = ({ title, keywords, sections }: Page, fold?: Fold): Zone[] => [
  zoneOf(title, false, fold),
  zoneOf(keywords, false, fold),
  ...sections.flatMap(({ heading, body }) => [zoneOf(heading, false, fold), zoneOf(body, true, fold)]),
];

/** Where a row of tokens begins in a zone, as positions. */
export function occurrences({ row }: Zone, places: Place[]): number[] {
  const found: number[] = [];
  row.forEach((_, at) => {
    if (places.every(({ term, offset }) => row[at + offset]?.term === term)) found.push(at);
  });
  return found;
}

/** The places of a run of grams. */
export const placesOf = (run: string): Place[] =>
  Array.from(run, (char, offset) => ({ term: char, surface: char, gram: true, offset }));

const CLASSES = [8, 10, 13, 17, 25, 41, 81, 161];

/** The frequency class of a number of occurrences (3.3). */
export const classOf = (n: number): number => (n < 8 ? n : 7 + CLASSES.filter((least) => n >= least).length);

/** The posting that a page would have for a row of tokens. */
export function postingIn(zones: Zone[], places: Place[]): Posting | undefined {
  let count = 0;
  const found: number[] = [];
  zones.forEach((zone, index) => {
    const many = occurrences(zone, places).length;
    if (zone.body) count += many;
    // Headings stand behind title and keywords, one before each body.
    else if (many) {
      const number = index < 2 ? index : 1 + index / 2;
      found.push(16 * number + (index === 1 ? 0 : Math.min(15, zone.row.length)));
    }
  });
  return count || found.length ? { class: classOf(count), zones: found } : undefined;
}
