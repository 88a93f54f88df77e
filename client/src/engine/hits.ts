/** What is shown of the pages that a query gives (3.4). */
import type { Answer } from './evaluate';
import { excerpt, marksIn, type Piece, piecesOf } from './excerpt';
import { idf } from './rank';
import type { Store } from './store';
import { foldOf, zoneOf } from './texts';

export interface Hit {
  page: number;
  score: number;
  path: string;
  title: string;
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

/** Makes hits of an answer's pages: from their cards, which are small, or from their texts. */
export function hitsOf(store: Store, answer: Answer) {
  const found = answer.found.filter(({ excluded }) => !excluded);
  const tells = found.map(({ df }) => idf(store.root, df));
  return async (page: number, exactly: boolean): Promise<Hit> => {
    const [card, text] = await Promise.all([store.card(page), exactly ? store.text(page) : undefined]);
    const [path, title, kind, date, lead, folds] = card;
    // A card is shown like a text that has one section.
    const [, sections, moreFolds] = text ?? ['', [['', '', lead]], ''];
    const fold = foldOf(folds + moreFolds);
    /** Where atoms are in a zone, and the sum of what they tell. */
    const look = (text: string, isBody: boolean) => {
      const zone = zoneOf(text, isBody, fold);
      const marks = marksIn(zone, found);
      const atoms = new Set(marks.map(({ atom }) => atom));
      return { zone, marks, atoms, sum: [...atoms].reduce((sum, atom) => sum + tells[atom], 0) };
    };

    const named = look(title, false);
    const parts = sections.map(([id, heading, text]) => {
      const body = look(text, true);
      return { id, heading, ...body, sum: 2 * look(heading, false).sum + body.sum };
    });
    const matching = parts.filter(({ sum }) => sum).sort((a, b) => b.sum - a.sum);
    // Where nothing is found in sections, the beginning of the first text is shown.
    const body = matching[0] ?? parts.find(({ zone }) => zone.text) ?? parts[0];
    return {
      page,
      score: answer.scores.get(page)!,
      path,
      title,
      kind,
      date,
      id: matching[0]?.id ?? '',
      sections: matching.flatMap(({ id, heading }) => (id ? [{ id, heading }] : [])).slice(0, MOST),
      titlePieces: piecesOf(title, named.marks),
      excerpt: body ? excerpt(body.zone, body.marks, tells) : [],
      exact: !!text || found.every(({ optional }, atom) => optional || named.atoms.has(atom) || body.atoms.has(atom)),
    };
  };
}
