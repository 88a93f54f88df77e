/**
 * The search over an index that casebook has written. The specification of files and evaluation is
 * docs/search-format.md; numbers in comments are its sections.
 *
 * Knows no page and no element: whoever uses it shows what it finds.
 */
import { all, pause } from './all';
import type { Correction } from './atoms';
import { evaluate, type Options } from './evaluate';
import { ROOT, SearchError, type Source } from './files';
import { countsOf, type FacetValue } from './filters';
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

/** How many pages match. */
export interface Counts {
  total: number;
  /** How many of them have each value of a facet, were the facet not asked for by now. */
  facets: Record<string, FacetValue[]>;
}

export interface SearchIndex {
  facets: string[];
  /** The pages that match, in order, with what to show of them. */
  search(query: string, options?: Options): Promise<Results>;
  count(query: string, options?: Options): Promise<Counts>;
  /** The query in the other language, as far as the glossary has its words; `''` if it has none. */
  translate(query: string): Promise<string>;
}

/** Hits up to this number are worth their texts, which are asked for along with the cards. */
export const FEW = 3;

/** What a hit's text gives, unless only its card is there so far. */
async function sooner(text: Promise<Hit>, card: Promise<Hit>): Promise<Hit> {
  const inexact = card.then(async (hit) => {
    // What has come along with the card is better.
    await pause();
    return { ...hit, exact: false };
  });
  return Promise.any([text, inexact]).catch(() => inexact);
}

/** Loads the root. */
export async function openIndex(source: Source): Promise<SearchIndex> {
  let current = await openStore(source);

  /** Tries again with a new root: after a site was published anew, files of the old one are gone. */
  const attempt = async <Made>(task: (store: Store) => Promise<Made>): Promise<Made> => {
    const store = current;
    try {
      return await task(store);
    } catch (error) {
      if (!(error instanceof SearchError) || error.path === ROOT || !/network|damaged/.test(error.kind)) throw error;
      // Someone else may have done so by now.
      if (current === store) current = await openStore(source);
      return task(current);
    }
  };

  return {
    get facets() {
      return Object.keys(current.root.facets);
    },
    search: (query, { filters, sort = 'relevance', limit = 10, offset = 0, whole } = {}) =>
      attempt(async (store) => {
        const most = offset + limit;
        const answering = evaluate(store, query, { filters, sort, most });
        store.early();
        const answer = await answering;
        const { total, loose, corrections } = answer;
        const pages = answer.pages.slice(offset, most);
        const show = hitsOf(store, answer);
        const hits = await all(pages, (page) => {
          const [text, card] = [true, false].map((exactly) => () => show(page, exactly));
          if (whole) return text();
          if (store.isRead(page)) return text().catch(card);
          return pages.length > FEW ? card() : sooner(text(), card());
        });
        return { total, loose, corrections, hits, exactly: ({ page }) => show(page, true) };
      }),
    count: (query, { filters } = {}) =>
      attempt(async (store) => {
        const pagesOf = async (without?: string) => evaluate(store, query, { filters, sort: 'none', most: Infinity, without });
        const { pages, filtered } = await pagesOf();
        const facets = await all(Object.keys(store.root.facets), async (name) => {
          const counted = filtered.includes(name) ? (await pagesOf(name)).pages : pages;
          return [name, await countsOf(store, name, counted)];
        });
        return { total: pages.length, facets: Object.fromEntries(facets) };
      }),
    translate: (query) => attempt(async (store) => translate(query, await store.glossary())),
  };
}
