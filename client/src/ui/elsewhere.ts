/** The same question in the other language's words: what the glossary knows, and whom to ask. */
import type { Hit, Options, Results, SearchIndex } from '../engine/index';
import type { Place, Places } from './place';

/** With fewer results than this, those of other words are shown without being asked for. */
export const FEW = 10;

/** A query to put to an index, besides the reader's own. */
export interface Offer {
  place: Place;
  query: string;
}

/**
 * What may be asked besides: words of the page's language are put to the other index in its
 * language; words of the other language are put to it as they are, and to the page's own translated.
 */
export async function elsewhere({ own, other }: Places, query: string, { hits }: Results): Promise<Offer[]> {
  if (!other) return [];
  const index = await own.open();
  const translated = await index.translate(query);
  if (!translated) return !hits.length && isIn(other, query) ? [{ place: other, query }] : [];
  if (isIn(other, translated)) return [{ place: other, query: translated }];
  return [
    { place: own, query: translated },
    { place: other, query },
  ];
}

/** What an offer finds that an answer has not, and whether this is all that it finds. */
export async function fresh(
  { place, query }: Offer,
  answer: Results,
  most: number,
  options?: (index: SearchIndex) => Options,
): Promise<{ hits: Hit[]; results: Results; isAll: boolean }> {
  const seen = new Set(answer.hits.map(({ path }) => path));
  const index = await place.open();
  // Only the page's own index, which has no name, has pages that were seen.
  const limit = most + (place.name ? 0 : seen.size);
  const results = await index.search(query, { ...options?.(index), limit });
  const { hits, total, loose } = results;
  return {
    results,
    hits: loose ? [] : hits.filter(({ path }) => !seen.has(path)).slice(0, most),
    isAll: hits.length === total,
  };
}

/** Whether a text has words of a place's language: Han characters make it Chinese, letters alone English. */
function isIn({ lang }: Place, text: string): boolean {
  const isChinese = /\p{sc=Han}/u.test(text);
  return lang === 'zh' ? isChinese : !isChinese && /[a-z]{2}/i.test(text);
}
