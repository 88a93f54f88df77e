/** Filters by facets (3.1), and the numbers beside a facet's values. */
import { type Fold, normalize } from './characters';
import { common, has } from './lists';
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

/** Pages that all filters admit, `null` for every page; `missed` if a value was not found. */
export async function admitted(store: Store, filters: Filters, fold?: Fold) {
  const names = Object.keys(filters).filter((name) => filters[name].length && store.root.facets[name]);
  let missed = false;
  const sets = await Promise.all(
    names.map(async (name) => {
      const { values } = await store.facet(name);
      const pages = new Set<number>();
      for (const wanted of new Set(filters[name].map((value) => normalize(value, fold)))) {
        const matching = values.filter(({ id, name }) => [id, name].some((text) => normalize(text, fold) === wanted));
        missed ||= !matching.length;
        for (const value of matching) for (const page of value.pages) pages.add(page);
      }
      return Uint32Array.from(pages).sort();
    }),
  );
  return { pages: common(sets), missed };
}

/** The number of given pages with each value of a facet. */
export async function counts(store: Store, name: string, pages: Uint32Array) {
  const facet = await store.facet(name);
  const values = facet.values.map(({ id, name, parent, pages: own }): FacetValue => {
    const [few, many] = own.length < pages.length ? [own, pages] : [pages, own];
    return { id, name, parent, count: few.reduce((sum, page) => sum + Number(has(many, page)), 0) };
  });
  return { name: facet.name, values };
}
