/** Results for the same question in other words, on the search page: mostly of the other language. */
import type { Results } from '../engine/index';
import { button, element, word } from './handed';
import { elsewhere, FEW, fresh, type Offer } from './elsewhere';
import { showHits } from './hit';
import { amount, failure } from './note';
import type { Places } from './place';
import { addressOf, optionsFor, queryOf, type State, withText } from './state';

/** Results shown of each; its own search page has the others. */
const MOST = 5;

/** Adds them to an empty part if there are few results of the question itself, else buttons for them. */
export async function offerOther(part: HTMLElement, places: Places, state: State, results: Results, isCurrent: () => boolean): Promise<void> {
  // If it fails, there is nothing to offer; the reader has results.
  const offers = await elsewhere(places, queryOf(state), results).catch(() => []);
  if (!isCurrent()) return;
  const isFew = results.hits.length < FEW;

  const show = async (offer: Offer, section: HTMLElement): Promise<void> => {
    const { place, query } = offer;
    const heading = element('h2', {}, word(place.lang, { q: query }));
    const question = withText(state, 'q', query);
    const load = async (): Promise<void> => {
      try {
        const { hits, isAll, results: found } = await fresh(offer, results, MOST, (index) => optionsFor(index, state));
        if (!isCurrent()) return;
        if (!hits.length) return isFew ? section.remove() : section.replaceChildren(heading, amount(0, 0, query));
        const list = element('ol', { class: 'cards' }, ...showHits(hits, found, place, 'h3'));
        const all = element('p', { class: 'more' }, element('a', { href: place.page + addressOf(question) }, word('all')));
        section.replaceChildren(heading, list, ...(isAll ? [] : [all]));
      } catch (error) {
        const again = (): void => {
          place.forget();
          load();
        };
        if (isCurrent()) section.replaceChildren(heading, ...failure(error, again));
      }
    };
    if (isFew) await load();
    else section.append(button(heading.textContent!, load));
  };

  const sections = offers.map(() => element('section'));
  part.append(...sections);
  offers.forEach((offer, at) => show(offer, sections[at]!));
}
