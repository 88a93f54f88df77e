/** Results for the same question in other words, on the search page: mostly of the other language. */
import type { Results } from '../engine/index';
import { button, element } from './element';
import { elsewhere, FEW, type Offer } from './elsewhere';
import { AT_ONCE, entry, showHits } from './hit';
import { amount, failure } from './note';
import type { Places } from './place';
import type { Word } from './setting';
import { addressOf, optionsFor, type State } from './state';

/** Results shown of each; its own search page has the others. */
const MOST = 5;

/** Adds them to an empty part if there are few results of the question itself, else buttons for them. */
export async function offerOther(part: HTMLElement, places: Places, state: State, results: Results, word: Word, isCurrent: () => boolean): Promise<void> {
  // If it fails, there is nothing to offer; the reader has results.
  const offers = await elsewhere(places, state.query, results).catch(() => []);
  if (!isCurrent()) return;
  const isFew = results.hits.length < FEW;
  const seen = new Set(results.hits.map(({ path }) => path));

  const show = async ({ place, query }: Offer, section: HTMLElement): Promise<void> => {
    const heading = element('h2', {}, word(place.lang, { q: query }));
    const question = { ...state, query };
    const load = async (): Promise<void> => {
      try {
        const index = await place.open();
        const limit = MOST + (place === places.own ? seen.size : 0);
        const found = await index.search(query, { ...optionsFor(index, question), limit, exact: AT_ONCE });
        const { hits, total, loose } = found;
        if (!isCurrent()) return;
        const fresh = loose ? [] : hits.filter(({ path }) => !seen.has(path)).slice(0, MOST);
        if (!fresh.length) return isFew ? section.remove() : section.replaceChildren(heading, amount(0, 0, query, word));
        const stand = { root: places.root, place, word };
        const list = element('ol', { class: 'cards' }, ...showHits(fresh, found, stand, entry('h3')));
        const all = element('p', { class: 'more' }, element('a', { href: place.page + addressOf(question) }, word('all')));
        section.replaceChildren(heading, list, ...(hits.length === total ? [] : [all]));
      } catch (error) {
        const again = (): void => {
          place.forget();
          load();
        };
        if (isCurrent()) section.replaceChildren(heading, ...failure(error, word, again));
      }
    };
    if (isFew) await load();
    else section.append(button(heading.textContent!, load));
  };

  const sections = offers.map(() => element('section'));
  part.append(...sections);
  offers.forEach((offer, at) => show(offer, sections[at]!));
}
