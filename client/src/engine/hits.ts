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
  /** The section that the result links to, or `null` for the page itself. */
  section: { id: string; heading: string } | null;
  excerpt: Piece[];
  titlePieces: Piece[];
  /** Whether the page's text has no more to show of what was asked for. */
  exact: boolean;
}

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
    let best = -1;
    let most = 0;
    const bodies = sections.map(([, heading, text], at) => {
      const body = look(text, true);
      const sum = 2 * look(heading, false).sum + body.sum;
      if (sum > most) [best, most] = [at, sum];
      return body;
    });
    // Where nothing is found in sections, the beginning of the first text is shown.
    const body = bodies[best] ?? bodies.find(({ zone }) => zone.text) ?? bodies[0];
    const [id, heading] = sections[best] ?? [];
    return {
      page,
      score: answer.scores.get(page)!,
      path,
      title,
      kind,
      date,
      section: best > 0 ? { id, heading } : null,
      titlePieces: piecesOf(title, named.marks),
      excerpt: body ? excerpt(body.zone, body.marks, tells) : [],
      exact: !!text || found.every(({ optional }, atom) => optional || named.atoms.has(atom) || body.atoms.has(atom)),
    };
  };
}
