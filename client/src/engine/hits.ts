/** What is shown of the pages that a query gives (3.4). */
import { all } from './all';
import type { Found } from './atoms';
import type { Fold } from './characters';
import type { Answer } from './evaluate';
import { excerpt, marksIn, occurs, type Piece, piecesOf } from './excerpt';
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
export async function hitsOf(store: Store, pages: number[], answer: Answer): Promise<Hit[]> {
  const found = answer.found.filter(({ excluded }) => !excluded);
  const tells = found.map(({ df }) => idf(store.root, df));
  return all(pages, async (page) => {
    const text = await store.page(page);
    let { hit, seen } = show(text, found, tells, answer.fold);
    // What the index has and the text has not must be written in traditional characters.
    if (!answer.fold && found.some(({ list, looks }, atom) => 'row' in looks[0] && !seen.has(atom) && list.has(page))) {
      ({ hit } = show(text, found, tells, await store.fold()));
    }
    return { page, score: answer.scores.get(page)!, ...hit };
  });
}

function show([path, title, kind, date, , sections]: Page, found: Found[], tells: number[], fold?: Fold) {
  const named = zoneOf(title, false, fold);
  const marks = marksIn(named, found);
  const seen = new Set(marks.map(({ atom }) => atom));
  let best = -1;
  let most = 0;
  const bodies = sections.map(([, heading, body], at) => {
    const zones = [zoneOf(heading, false, fold), zoneOf(body, true, fold)];
    let sum = 0;
    found.forEach((atom, index) => {
      zones.forEach((zone, which) => {
        if (!occurs(zone, atom)) return;
        sum += tells[index] * (which ? 1 : 2);
        seen.add(index);
      });
    });
    if (sum > most) [best, most] = [at, sum];
    return zones[1];
  });
  // Where nothing is found in sections, the beginning of the first text is shown.
  const body = bodies[best < 0 ? Math.max(0, bodies.findIndex(({ text }) => text)) : best];
  const [id, heading] = sections[Math.max(0, best)] ?? [];
  const hit = {
    path,
    title,
    kind,
    date,
    section: best > 0 ? { id, heading } : null,
    titlePieces: piecesOf(title, marks),
    excerpt: body ? excerpt(body, marksIn(body, found), tells) : [],
  };
  return { hit, seen };
}
