/** Ranking, in integers only (3.3). */
import type { Found } from './atoms';
import { type List, placeOf } from './lists';
import type { Root } from './root';

/** What the frequency classes stand for. */
const FREQUENCIES = [0, 1, 2, 3, 4, 5, 6, 7, 8, 11, 14, 20, 32, 60, 120, 200];

/** ⌊16 log₂ x⌋ of a number from 1 on. */
export function lg(x: number): number {
  let digits = 0;
  let rest = x;
  for (; rest >= 2; rest /= 2) digits++;
  for (let digit = 0; digit < 4; digit++) {
    rest *= rest;
    digits *= 2;
    if (rest >= 2) {
      rest /= 2;
      digits++;
    }
  }
  return digits;
}

/** How much an atom tells that is on `df` pages. */
export const idf = ({ pages, leaf }: Root, df: number): number =>
  Math.max(8, lg(2 * pages + 2) - lg(2 * Math.max(df, leaf) + 1));

/** The scores of ascending pages. */
export function scores(root: Root, pages: Uint32Array, found: Found[]): number[] {
  const { weights: w, saturation, norms } = root;
  const atoms = found.filter(({ excluded }) => !excluded);
  const tells = atoms.map(({ df }) => idf(root, df));
  const cursors = atoms.map(({ list }) => cursor(list));
  /** Of each zone the sums of its atoms' idf and size, and its length. */
  const zones = new Map<number, { cov: number; size: number; length: number }>();

  return Array.from(pages, (page) => {
    const k = saturation[parseInt(norms[page], 16)];
    let score = 0;
    zones.clear();
    atoms.forEach(({ list, size }, atom) => {
      const place = cursors[atom](page);
      if (place < 0) return;
      const f = FREQUENCIES[list.classes[place]];
      score += w.body * tells[atom] * Math.floor((16384 * f) / Math.max(1, 16 * f + k));
      for (let at = list.at[place]; at < list.at[place + 1]; at++) {
        const entry = list.zones[at];
        const zone = zones.get(entry >>> 4) ?? { cov: 0, size: 0, length: Math.max(1, entry & 15) };
        zone.cov += tells[atom];
        zone.size += size;
        zones.set(entry >>> 4, zone);
      }
    });
    let heading = 0;
    for (const [number, { cov, size, length }] of zones) {
      const worth = (word: number, whole: number) =>
        Math.floor((cov * (word * length + whole * Math.min(size, length))) / length);
      if (number > 1) heading = Math.max(heading, worth(w.heading, w.heading_whole));
      else score += number ? cov * w.keywords : worth(w.title, w.title_whole);
    }
    return score + heading;
  });
}

/** Finds ascending pages in a list, each from where the one before was. */
function cursor({ pages }: List): (page: number) => number {
  let from = 0;
  return (page) => {
    // Most lists are about as long as what is ranked: the next is near.
    for (let steps = 0; steps < 8 && pages[from] < page; steps++) from++;
    if (pages[from] < page) from = placeOf(pages, page);
    return pages[from] === page ? from : -1;
  };
}
