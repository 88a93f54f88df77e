/** Filters by facets (3.1), and the numbers beside a facet's values. */
import { all } from './all';
import { type Fold, normalize } from './characters';
import { common } from './lists';
import type { Store } from './store';

/** Ids or names of values that are asked for, by facet. */
export type Filters = Record<string, string[]>;

export interface FacetValue {
  id: string;
  name: string;
  /** The place of the value above it, or -1. */
  parent: number;
  count: number;
}

/** Facets that are asked for, pages that all filters admit, `null` for every page; `missed` if a value was not found. */
export async function admitted(store: Store, filters: Filters, fold?: Fold) {
  const names = Object.keys(filters).filter((name) => filters[name].length && store.root.facets[name]);
  let missed = false;
  const sets = await all(names, async (name) => {
    const values = await store.facet(name);
    const pages = filters[name].flatMap((wanted) => {
      const isWanted = (text: string) => normalize(text, fold) === normalize(wanted, fold);
      const matching = values.filter(({ id, name }) => isWanted(id) || isWanted(name));
      missed ||= !matching.length;
      return matching.flatMap(({ pages }) => [...pages]);
    });
    return new Set(pages);
  });
  return { names, pages: common(sets), missed };
}

/** The values of a facet with the number of given pages that have them. */
export const countsOf = async (store: Store, facet: string, pages: number[]): Promise<FacetValue[]> =>
  (await store.facet(facet)).map(({ pages: own, ...value }) => ({ ...value, count: pages.filter((page) => own.has(page)).length }));
