/** Results of the other language on the search page, marked as such. */
import type { Results } from '../engine/index';
import { button, element } from './element';
import { elsewhere, FEW } from './elsewhere';
import { entry } from './hit';
import { amount, failure } from './note';
import type { Places } from './place';
import type { Word } from './setting';
import { addressOf, optionsFor, type State } from './state';

/** Results shown; the other language's search page has the others. */
const MOST = 5;

/** Shows results of the other language if there are few of the page's own, else a button for them. */
export async function offerOther(part: HTMLElement, places: Places, state: State, results: Results, word: Word, isCurrent: () => boolean): Promise<void> {
  part.hidden = true;
  const { root, other } = places;
  // If it fails, there is nothing to offer; the reader has results.
  const query = await elsewhere(places, state.query, results).catch(() => '');
  if (!query || !other || !isCurrent()) return;
  const question = { ...state, query };
  const heading = element('h2', {}, word('other', { q: query }));

  const load = async (): Promise<void> => {
    try {
      const index = await other.open();
      const { hits, total, loose } = await index.search(query, { ...optionsFor(index, question), limit: MOST });
      if (!isCurrent()) return;
      if (!hits.length || loose) return part.replaceChildren(...(isAsked ? [heading, amount(0, 0, query, word)] : []));
      const stand = { root, place: other, word };
      const list = element('ol', { class: 'cards' }, ...hits.map((hit) => entry(hit, stand, 'h3')));
      const all = element('p', { class: 'more' }, element('a', { href: other.page + addressOf(question) }, word('all')));
      part.replaceChildren(heading, list, ...(hits.length === total ? [] : [all]));
    } catch (error) {
      const again = (): void => {
        other.forget();
        load();
      };
      if (isCurrent()) part.replaceChildren(heading, ...failure(error, word, again));
    }
  };

  const isAsked = results.hits.length >= FEW;
  if (isAsked) part.replaceChildren(button(heading.textContent!, load));
  else await load();
  if (isCurrent()) part.hidden = !part.children.length;
}
