/** The dialog: the best results while the reader types. A combobox with a list of links. */
import type { Results } from '../engine/index';
import { asking } from './asking';
import { button, element, word } from './handed';
import { elsewhere, fresh } from './elsewhere';
import { choice, isForAnother, showHits } from './hit';
import { amount, notes } from './note';
import type { Places } from './place';
import { forget, recent, remember } from './recent';
import { calm, isComposing, onTyped } from './typing';

/** Results shown; the search page has the others. */
const MOST = 8;
/** Results for the same in other words. */
const MOST_ELSEWHERE = 4;

/** Brings the dialog to life. */
export function startDialog(dialog: HTMLDialogElement, places: Places): void {
  const { own } = places;
  const box = dialog.querySelector('input')!;
  const part = (name: string): HTMLElement => dialog.querySelector<HTMLElement>(`.search-${name}`)!;
  const [status, said, list, foot] = ['status', 'notes', 'hits', 'foot'].map(part);

  const options = (): HTMLElement[] => [...list.querySelectorAll<HTMLElement>('[role=option]')];
  const selected = (): HTMLElement | null => list.querySelector('[aria-selected=true]');

  const select = (chosen: HTMLElement | undefined): void => {
    selected()?.setAttribute('aria-selected', 'false');
    chosen?.setAttribute('aria-selected', 'true');
    chosen?.scrollIntoView({ block: 'nearest' });
    if (chosen) box.setAttribute('aria-activedescendant', chosen.id);
    else box.removeAttribute('aria-activedescendant');
  };

  const show = (text: string, lines: Node[], choices: Node[], links: Node[]): void => {
    status.textContent = text;
    said.replaceChildren(...lines);
    list.replaceChildren(...choices);
    list.scrollTop = 0;
    foot.replaceChildren(...links);
    settle();
  };

  /** After the list has changed. */
  const settle = (): void => {
    const all = options();
    all.forEach((one, at) => (one.id = `_search-hit-${at}`));
    list.hidden = !all.length;
    box.setAttribute('aria-expanded', `${!list.hidden}`);
    select(selected() ?? undefined);
  };

  const showRecent = (): void => {
    const queries = recent(own);
    const choices = queries.map((query) => {
      const link = choice(`${own.page}?q=${encodeURIComponent(query)}`, undefined, query);
      link.addEventListener('click', (event) => {
        if (isForAnother(event)) return;
        event.preventDefault();
        box.value = query;
        box.focus();
        run();
      });
      return link;
    });
    const clear = button(word('clear'), () => {
      forget(own);
      showRecent();
      box.focus();
    });
    show(queries.length ? word('recent') : word('hint'), [], choices, queries.length ? [clear] : []);
  };

  const showResults = (query: string, results: Results): void => {
    const { hits, total } = results;
    // Where nothing was found, the search page tells how to ask.
    const all = element('a', { href: `${own.page}?q=${encodeURIComponent(query)}` }, word(hits.length ? 'all' : 'tips'));
    show(amount(total, hits.length, query), notes(results), showHits(hits, results, own, 'option'), [all]);
  };

  /** Adds what the same question finds in other words, mostly of the other language, or links to it. */
  const showElsewhere = async (query: string, results: Results, isCurrent: () => boolean): Promise<void> => {
    await calm();
    if (!isCurrent()) return;
    for (const offer of await elsewhere(places, query, results)) {
      const { place } = offer;
      const title = word(place.lang, { q: offer.query });
      if (results.hits.length < MOST) {
        const { hits, results: found } = await fresh(offer, results, MOST_ELSEWHERE);
        if (!isCurrent()) return;
        if (!hits.length) continue;
        const heading = element('p', { class: 'search-group', role: 'presentation' }, title);
        const choices = showHits(hits, found, place, 'option');
        list.append(element('div', { role: 'group', 'aria-label': title }, heading, ...choices));
        settle();
      }
      if (!isCurrent()) return;
      foot.append(element('a', { href: `${place.page}?q=${encodeURIComponent(offer.query)}` }, title));
    }
  };

  const run = (): void => {
    const query = box.value.trim();
    if (!query) {
      begin();
      return showRecent();
    }
    ask(
      (index) => index.search(query, { limit: MOST }),
      (results, _, isCurrent) => {
        showResults(query, results);
        // The reader has an answer; if this fails, there is nothing to say.
        showElsewhere(query, results, isCurrent).catch(() => {});
      },
    );
  };
  const { ask, begin } = asking(own, box, status, () => show('', [], [], []), run);

  box.addEventListener('keydown', (event) => {
    if (isComposing(event)) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const chosen = selected();
    if (step) {
      event.preventDefault();
      // The box itself is a stop between the last option and the first.
      const stops = [undefined, ...options()];
      select(stops.at((stops.indexOf(chosen ?? undefined) + step) % stops.length));
    } else if (event.key === 'Enter' && chosen) {
      event.preventDefault();
      chosen.click();
    }
  });
  list.addEventListener('click', (event) => {
    if (event.defaultPrevented || !(event.target as Element).closest('a')) return;
    remember(own, box.value);
    // The link may lead to a place of the page that is shown.
    if (!isForAnother(event)) dialog.close();
  });
  foot.addEventListener('click', () => remember(own, box.value));
  box.form!.addEventListener('submit', () => remember(own, box.value));
  onTyped(box, run);
  // A failure shows when there is something to look for.
  own.open().catch(() => {});
  if (dialog.open) run();
}
