/** The same question, put to the pages of the other language. */
import type { Results } from '../engine/index';
import type { Places } from './place';

/** With fewer results than this, those of the other language are shown without being asked for. */
export const FEW = 10;

/** The query as the other language's index should be asked; empty if that is of no use. */
export async function elsewhere({ own, other }: Places, query: string, { hits }: Results): Promise<string> {
  if (!other) return '';
  const index = await own.open();
  const translated = await index.translate(query);
  if (translated || hits.length) return translated;
  // Nothing was found here; words in the other script may well be found there.
  const script = other.lang === 'en' ? /[a-z]{2}/i : /\p{Script=Han}/u;
  return script.test(query) ? query : '';
}
