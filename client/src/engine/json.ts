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

export function foldOf(strings: string[]): Fold {
  const [from, to] = strings.map((text) => [...text]);
  return new Map(from.map((char, at) => [char, to[at]]));
}
