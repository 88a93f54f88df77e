/** Ranking, in integers only (3.3). */
import type { Found } from './atoms';
import { NOTHING } from './lists';
import type { Root } from './root';

/** What the frequency classes stand for. */
export const FREQUENCIES = [0, 1, 2, 3, 4, 5, 6, 7, 8, 11, 14, 20, 32, 60, 120, 200];

/**
 * ⌊16 log₂ x⌋ of an integer from 1 on. The logarithm of a power of two must not fall short of an integer;
 * that of no other below 2²⁶ is as near to the next
 * one as the little that is added.
 */
const lg = (x: number): number => (16 * Math.log2(x) + 1e-9) | 0;

/** How much an atom tells that is on `df` pages. */
export const idf = ({ pages, leaf }: Root, df: number): number =>
  Math.max(8, lg(2 * pages + 2) - lg(2 * Math.max(df, leaf) + 1));

/** The scores of pages. */
export function scores(root: Root, pages: Iterable<number>, found: Found[]): Map<number, number> {
  const { weights, saturation, norms } = root;
  const atoms = found.filter(({ excluded }) => !excluded).map((atom) => ({ ...atom, tells: idf(root, atom.df) }));
  const total = atoms.reduce((sum, { size }) => sum + size, 0);
  const made = new Map<number, number>();
  for (const page of pages) {
    let score = 0;
    /** Of each zone the sums of its atoms' idf and size. */
    const zones = new Map<number, [cov: number, size: number]>();
    for (const { list, size, tells, exact } of atoms) {
      const [times, entries] = list.get(page) ?? NOTHING;
      const f = FREQUENCIES[times];
      score += weights.body * tells * (((16384 * f) / (16 * f + saturation[parseInt(norms[page], 36)])) | 0);
      if (exact?.has(page)) score += weights.form * tells;
      for (const entry of entries) {
        const [cov, taken] = zones.get(entry) ?? [0, 0];
        zones.set(entry, [cov + tells, taken + size]);
      }
    }
    let heading = 0;
    for (const [entry, [cov, size]] of zones) {
      const number = entry >> 4;
      const length = Math.max(1, entry & 15);
      const worth = (word: number, whole: number) =>
        ((cov * (word * length + whole * Math.min(size, length))) / length) | 0;
      if (number > 1) heading = Math.max(heading, worth(weights.heading, weights.heading_whole));
      else if (number) score += cov * weights.keywords;
      else {
        score += worth(weights.title, weights.title_whole);
        if (size === total && Math.min(size, 15) === length) score += cov * weights.title_name;
      }
    }
    made.set(page, score + heading);
  }
  return made;
}
