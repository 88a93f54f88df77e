/** Content that is JSON, as far as it is not used as it is (2.8). */
import type { Fold } from './characters';

/** What something is called, in Chinese and in English. */
export type Names = [string[], string[]];

/** One value of a facet, with its pages. */
export interface Value {
  id: string;
  name: string;
  /** The place of the value above it, or -1. */
  parent: number;
  pages: Set<number>;
}

/** The values of a facet. */
export const valuesOf = (facet: { values: [string, string, number, number[]][] }): Value[] =>
  facet.values.map(([id, name, parent, gaps]) => {
    let page = -1;
    return { id, name, parent, pages: new Set(gaps.map((gap) => (page += gap + 1))) };
  });

/** A table of characters, from pairs that follow each other: what stands for a character, behind it. */
export function tableOf(pairs: Iterable<string>): Fold {
  const all = [...pairs];
  return new Map(all.flatMap((char, at) => (at % 2 ? [] : [[char, all[at + 1]]])));
}
