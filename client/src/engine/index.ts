/**
 * The search over an index that casebook has written. The specification of files and evaluation is
 * docs/search-format.md; numbers in comments are its sections.
 *
 * Knows no page and no element: whoever uses it shows what it finds.
 */
import { all } from './all';
import type { Correction } from './atoms';
import { evaluate, type Options, type Wish } from './evaluate';
import { ROOT, SearchError, type Source } from './files';
import { counts, type FacetValue } from './filters';
import { type Hit, hitsOf } from './hits';
import { openStore, type Store } from './store';
import { translate } from './translation';

export type { Correction, FacetValue, Hit, Options, Source };
export type { Piece } from './excerpt';
export { SearchError } from './files';
export { browserSource, scriptSource } from './sources';

export type Lang = 'zh' | 'en';

export interface Results {
  /** The number of pages; `null` if only the texts of further pages could tell. */
  total: number | null;
  hits: Hit[];
  /** Whether no page has everything, and these have the most of it. */
  loose: boolean;
  corrections: Correction[];
  /** What to show of a hit once its text is there. */
  exactly(hit: Hit): Promise<Hit>;
}

export class SearchIndex {
  private constructor(
    private readonly source: Source,
    private store: Store,
  ) {}

  /** Loads the root. */
  static async open(source: Source): Promise<SearchIndex> {
    return new SearchIndex(source, await openStore(source));
  }

  get facets(): string[] {
    return Object.keys(this.store.root.facets);
  }

  /** The pages that match, in order, with what to show of them. */
  search(query: string, { filters, sort = 'relevance', limit = 10, offset = 0, exact = Infinity }: Options = {}): Promise<Results> {
    const end = offset + limit;
    return this.try(async (store) => {
      const answer = await evaluate(store, query, { filters, sort, most: end });
      const { total, loose, corrections } = answer;
      const show = hitsOf(store, answer);
      const hits = await all(answer.pages.slice(offset, end), (page, at) => show(page, at < exact));
      return { total, loose, corrections, hits, exactly: ({ page }) => show(page, true) };
    });
  }

  /** The number of pages that match. */
  count(query: string, { filters }: Options = {}): Promise<number> {
    const wish: Wish = { filters, sort: 'none', most: 0 };
    return this.try(async (store) => (await evaluate(store, query, wish)).total ?? 0);
  }

  /** How many pages that match have each value of a facet, were it not asked for by now. */
  facet(name: string, query: string, { filters }: Options = {}): Promise<{ name: string; values: FacetValue[] }> {
    const wish: Wish = { filters, sort: 'none', most: Infinity, without: name };
    return this.try(async (store) => {
      if (!store.root.facets[name]) return { name, values: [] };
      const { pages } = await evaluate(store, query, wish);
      return counts(store, name, pages);
    });
  }

  /** The query in the other language, as far as the glossary has its words; `''` if it has none. */
  translate(query: string): Promise<string> {
    return this.try(async (store) => translate(query, await store.glossary()));
  }

  /** Tries again with a new root: after a site was published anew, files of the old one are gone. */
  private async try<T>(task: (store: Store) => Promise<T>): Promise<T> {
    const { store } = this;
    try {
      return await task(store);
    } catch (error) {
      if (!(error instanceof SearchError) || error.path === ROOT || !/network|damaged/.test(error.kind)) throw error;
      // Someone else may have done so by now.
      if (this.store === store) this.store = await openStore(this.source, true);
      return task(this.store);
    }
  }
}
