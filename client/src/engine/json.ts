/** Content that is JSON: everything that is used later is checked here. */
import type { Fold } from './characters';
import { isCount, need, textOf } from './bytes';

export type Names = readonly (readonly string[])[];

/** One value of a facet; `gaps` have become pages. */
export interface Value {
  id: string;
  name: string;
  parent: number;
  pages: Uint32Array;
}

export interface Facet {
  name: string;
  values: Value[];
}

export const parsed = (content: Uint8Array): unknown => JSON.parse(textOf(content));

export function array(value: unknown): unknown[] {
  need(Array.isArray(value));
  return value;
}

export function strings(value: unknown): string[] {
  need(array(value).every((item) => typeof item === 'string'));
  return value as string[];
}

export function record(value: unknown): Record<string, unknown> {
  need(value && typeof value === 'object' && !Array.isArray(value));
  return value as Record<string, unknown>;
}

export function decodeFacet(content: Uint8Array, pages: number): Facet {
  const { name, values } = record(parsed(content));
  need(typeof name === 'string');
  const facet = {
    name,
    values: array(values).map((value, _, all) => {
      const [id, name, parent, gaps] = array(value);
      need(typeof id === 'string' && typeof name === 'string');
      need(parent === -1 || (isCount(parent) && parent < all.length));
      let page = -1;
      const list = array(gaps).map((gap) => {
        need(isCount(gap));
        page += gap + 1;
        need(page < pages);
        return page;
      });
      return { id, name, parent: parent as number, pages: Uint32Array.from(list) };
    }),
  };
  // Whoever follows the parents gets to an end.
  const rooted = new Set([-1]);
  facet.values.forEach((_, index) => {
    const path = [];
    for (let at = index; !rooted.has(at); at = facet.values[at].parent) {
      path.push(at);
      need(path.length <= facet.values.length);
    }
    for (const at of path) rooted.add(at);
  });
  return facet;
}

export function decodeDates(content: Uint8Array, pages: number): number[] {
  const days = array(parsed(content));
  need(days.length === pages && days.every(Number.isSafeInteger));
  return days as number[];
}

export function decodeFold(content: Uint8Array): Fold {
  const [from, to] = strings(parsed(content)).map((text) => [...text]);
  need(to && from.length === to.length);
  return new Map(from.map((char, at) => [char, to[at]]));
}

export const decodeGlossary = (content: Uint8Array): Names[] =>
  array(parsed(content)).map((entry) => {
    const [zh, en] = array(entry).map(strings);
    need(en);
    return [zh, en];
  });

export const decodeWords = (content: Uint8Array): string[] => strings(parsed(content));

export const decodeReadings = (content: Uint8Array): string[][] =>
  array(parsed(content)).map((entry) => {
    need(strings(entry).length === 3);
    return entry as string[];
  });
