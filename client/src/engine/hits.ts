/** What is shown of the pages that a query gives (3.4). */
import type { Found } from './atoms';
import type { Answer } from './evaluate';
import { excerpt, marksIn, occurs, type Piece, piecesOf } from './excerpt';
import { idf } from './rank';
import type { Store } from './store';
import { foldOf, type Text, zoneOf } from './texts';

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
  /** Whether the page's text would show no more of what was asked for. */
  exact: boolean;
}

/** Makes hits of an answer's pages: from their cards, which are small, or from their texts. */
export function hitsOf(store: Store, { found, scores }: Answer) {
  const atoms = found.filter(({ excluded }) => !excluded);
  const tells = atoms.map(({ df }) => idf(store.root, df));
  return async (page: number, exactly: boolean): Promise<Hit> => {
    const [[path, title, kind, date, lead, folds], text] = await Promise.all([
      store.card(page),
      exactly ? store.text(page) : undefined,
    ]);
    const fold = foldOf(folds);
    const named = marksIn(zoneOf(title, false, fold), atoms);
    const titlePieces = piecesOf(title, named);
    const base = { page, score: scores.get(page)!, path, title, kind, date, titlePieces };
    if (text) return { ...base, ...fromText(text, atoms, tells), exact: true };

    const marks = marksIn(zoneOf(lead, true, fold), atoms);
    const seen = new Set([...named, ...marks].map(({ atom }) => atom));
    const exact = atoms.every(({ optional }, atom) => optional || seen.has(atom));
    return { ...base, section: null, excerpt: piecesOf(lead, marks), exact };
  };
}

/** The best section of a text, and an excerpt of it. */
function fromText([, sections, folds]: Text, atoms: Found[], tells: number[]): Pick<Hit, 'section' | 'excerpt'> {
  const fold = foldOf(folds);
  let best = -1;
  let most = 0;
  const bodies = sections.map(([, heading, body], at) => {
    const zones = [zoneOf(heading, false, fold), zoneOf(body, true, fold)];
    let sum = 0;
    atoms.forEach((atom, index) => {
      zones.forEach((zone, which) => {
        if (occurs(zone, atom)) sum += tells[index] * (which ? 1 : 2);
      });
    });
    if (sum > most) [best, most] = [at, sum];
    return zones[1];
  });
  // Where nothing is found in sections, the beginning of the first text is shown.
  const body = bodies[best < 0 ? Math.max(0, bodies.findIndex(({ text }) => text)) : best];
  const [id, heading] = sections[Math.max(0, best)] ?? [];
  return {
    section: best > 0 ? { id, heading } : null,
    excerpt: body ? excerpt(body, marksIn(body, atoms), tells) : [],
  };
}
