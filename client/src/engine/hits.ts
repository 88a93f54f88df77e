/** What is shown of the pages that a query gives (3.4). */
import { all } from './all';
import type { Found } from './atoms';
import type { Fold } from './characters';
import type { Answer } from './evaluate';
import { excerpt, marksIn, type Piece, piecesOf } from './excerpt';
import { idf } from './rank';
import type { Store } from './store';
import { type Page, zoneOf } from './texts';

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
}

/** The hits of pages. */
export function hitsOf(store: Store, pages: number[], answer: Answer): Promise<Hit[]> {
  const found = answer.found.filter(({ excluded }) => !excluded);
  const tells = found.map(({ df }) => idf(store.root, df));
  return all(pages, async (page) => {
    const text = await store.page(page);
    let { hit, seen } = show(text, found, tells, answer.fold);
    // What the index has and the text has not must be written in traditional characters.
    if (!answer.fold && found.some(({ list, optional }, atom) => !optional && !seen.has(atom) && list.has(page))) {
      ({ hit } = show(text, found, tells, await store.fold()));
    }
    return { page, score: answer.scores.get(page)!, ...hit };
  });
}

function show([path, title, kind, date, keywords, sections]: Page, found: Found[], tells: number[], fold?: Fold) {
  const seen = new Set<number>();
  /** Where atoms are in a zone, and the sum of what they tell. */
  const look = (text: string, isBody: boolean) => {
    const zone = zoneOf(text, isBody, fold);
    const marks = marksIn(zone, found);
    let sum = 0;
    for (const atom of new Set(marks.map(({ atom }) => atom))) {
      sum += tells[atom];
      seen.add(atom);
    }
    return { zone, marks, sum };
  };

  const titlePieces = piecesOf(title, look(title, false).marks);
  look(keywords, false);
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
  const hit = {
    path,
    title,
    kind,
    date,
    section: best > 0 ? { id, heading } : null,
    titlePieces,
    excerpt: body ? excerpt(body.zone, body.marks, tells) : [],
  };
  return { hit, seen };
}
