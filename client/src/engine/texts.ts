/** The texts of pages (2.5), and what occurs in them. */
import { analyze, type Token } from './analysis';
import { type Fold, HAN } from './characters';
import { tableOf } from './json';
import type { Posting } from './lists';

export type Section = [id: string, heading: string, body: string];

type Facts = [path: string, title: string, kind: string, date: string];

/** What a result shows of a page before its text is there; `folds` are pairs of characters, as for a text. */
export type Card = [...Facts, lead: string, folds: string];

/** A page's text. `folds` are its traditional characters, each with its simplified form. */
export type Text = [...Facts, keywords: string, sections: Section[], folds: string];

/** A zone, which is analyzed once its tokens are asked for. */
export interface Zone {
  text: string;
  body: boolean;
  tokens: Token[];
  /** Tokens other than wholes by their position. */
  row: Token[];
  /** Whether a run of Han characters can occur in it, as a glance at its text tells. */
  mayHave(run: string): boolean;
}

/** Characters that others could result in Han characters with (1.1): all but these are what they are, and nothing else. */
const OTHERS = /[^\0-\u02ff\u2000-\u20cf\u2100-\u2e7f\u3000-\u3004\u3008-\u3020\u4e00-\u9fff\uff01-\uff5e]/;

function zoneOf(text: string, body: boolean, fold: Fold): Zone {
  let made: Pick<Zone, 'tokens' | 'row'> | undefined;
  const analyzed = () => {
    if (!made) {
      made = { tokens: analyze(text, fold), row: [] };
      for (const token of made.tokens) {
        if (token.kind === 'whole') made.row[token.position].whole = token.term;
        else made.row[token.position] = token;
      }
    }
    return made;
  };
  return {
    text,
    body,
    get tokens() {
      return analyzed().tokens;
    },
    get row() {
      return analyzed().row;
    },
    mayHave: (run) => text.includes(run) || !!fold.size || OTHERS.test(text),
  };
}

/** The zones of a page, in order. */
export function zonesOf([, title, , , keywords, sections, folds]: Text): Zone[] {
  const fold = tableOf(folds);
  return [
    zoneOf(title, false, fold),
    zoneOf(keywords, false, fold),
    ...sections.flatMap(([, heading, body]) => [zoneOf(heading, false, fold), zoneOf(body, true, fold)]),
  ];
}

/** A token to be found; positions count from the first of its row. */
export type Place = Pick<Token, 'term' | 'position'>;

/** Where a row of tokens begins in a zone, as positions. */
export function occurrences(zone: Zone, places: Place[]): number[] {
  const run = places.map(({ term }) => term).join('');
  // To analyze a text takes most of the time of a query that reads it, and most zones have nothing.
  if (places.length > places.at(-1)!.position && HAN.test(run) && !zone.mayHave(run)) return [];
  const { row } = zone;
  const isThere = (at: number, { term, position }: Place) => {
    const own = row[at + position];
    return own && (own.term === term || own.whole === term);
  };
  return [...row.keys()].filter((at) => places.every((place) => isThere(at, place)));
}

/** Where something stands in the text of a zone. */
export interface Range {
  start: number;
  end: number;
}

/** What an atom looks like: where it is in a zone. */
export type Look = (zone: Zone) => Range[];

export const rowLook =
  (places: Place[]): Look =>
  (zone) =>
    occurrences(zone, places).map((at) => ({
      start: zone.row[at].start,
      end: zone.row[at + places.at(-1)!.position].end,
    }));

/** Words of each set: either all of them or none. */
export const wordsLook =
  (sets: Set<string>[]): Look =>
  ({ tokens }) => {
    const found = sets.map((terms) => tokens.filter(({ term }) => terms.has(term)));
    return found.every(({ length }) => length) ? found.flat() : [];
  };

/** The places of a run of grams. */
export const placesOf = (run: string): Place[] => Array.from(run, (term, position) => ({ term, position }));

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
      found.push(16 * number + (index === 1 ? 0 : Math.min(15, zone.row.flat().length)));
    }
  });
  return count || found.length ? [classOf(count), found] : undefined;
}
