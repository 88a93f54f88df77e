/** What is shown of the pages that a query gives (3.4). */
import type { Answer } from './evaluate';
import { excerpt, marksIn, type Piece, piecesOf } from './excerpt';
import { idf } from './rank';
import type { Store } from './store';
import { type Card, type Text, type Zone, zonesOf } from './texts';

export interface Hit {
  page: number;
  score: number;
  path: string;
  kind: string;
  date: string;
  /** Where the best section begins; `''` for the page itself. */
  id: string;
  /** Sections under headings that have something of the query, the best first. */
  sections: Heading[];
  excerpt: Piece[];
  titlePieces: Piece[];
  /** Whether the page's text has no more to show of what was asked for. */
  exact: boolean;
}

export interface Heading {
  id: string;
  heading: string;
}

/** Sections of a page that are linked to, at most. */
const MOST = 3;

/** A card as a text that has one section. */
const asText = ([path, title, kind, date, lead, folds]: Card): Text => [path, title, kind, date, '', [['', '', lead]], folds];

/** Makes hits of an answer's pages: from their cards, which are small, or from their texts. */
export function hitsOf(store: Store, answer: Answer) {
  const found = answer.found.filter(({ excluded }) => !excluded);
  const tells = found.map(({ df }) => idf(store.root, df));
  return async (page: number, exactly: boolean): Promise<Hit> => {
    const text = exactly ? await store.text(page) : asText(await store.card(page));
    const zones = exactly ? await store.zones(page) : zonesOf(text);
    const [path, title, kind, date, , sections] = text;
    /** Where atoms are in a zone, and the sum of what they tell. */
    const look = (zone: Zone) => {
      const marks = marksIn(zone, found);
      const atoms = new Set(marks.map(({ atom }) => atom));
      return { zone, marks, atoms, sum: [...atoms].reduce((sum, atom) => sum + tells[atom], 0) };
    };

    const named = look(zones[0]);
    const parts = sections.map(([id, heading], at) => {
      const body = look(zones[2 * at + 3]);
      return { id: id || heading.toLowerCase().match(/[a-z\d\u4e00-\u9fff]+/g)?.join('-'), heading, ...body, sum: 2 * look(zones[2 * at + 2]).sum + body.sum };
    });
    const matching = parts.filter(({ sum }) => sum).sort((a, b) => b.sum - a.sum);
    // Where nothing is found in sections, the beginning of the first text is shown.
    const body = matching[0] ?? parts.find(({ zone }) => zone.text) ?? parts[0];
    return {
      page,
      score: answer.scores.get(page)!,
      path,
      kind,
      date,
      id: matching[0]?.id ?? '',
      sections: matching.flatMap(({ id, heading }) => (id ? [{ id, heading }] : [])).slice(0, MOST),
      titlePieces: piecesOf(title, named.marks),
      excerpt: body ? excerpt(body.zone, body.marks, tells) : [],
      exact: exactly || found.every(({ optional }, atom) => optional || named.atoms.has(atom) || body.atoms.has(atom)),
    };
  };
}
