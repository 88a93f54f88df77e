/** The search page: all results, their filters, and everything in the page's address. */
import type { Results, SearchIndex } from '../engine/index';
import { asking } from './asking';
import { facetsOf, showFacets, tick } from './facets';
import { isForAnother, showHits } from './hit';
import { amount, failure, notes } from './note';
import { offerOther } from './other';
import type { Places } from './place';
import { remember } from './recent';
import type { Setting } from './setting';
import { showRecent } from './start';
import { choose, isBlank, optionsFor, queryOf, sortOf, type State, withoutValues, withText } from './state';
import { note, onReturn, type Step, step, visit } from './trail';
import { calm, isComposing, onTyped } from './typing';

/** Results at a time. */
const MOST = 10;

/** Brings the page to life. */
export function startPage({ form, box }: Setting, places: Places): void {
  const { own } = places;
  const part = (name: string): HTMLElement => document.querySelector<HTMLElement>(`.search-${name}`)!;
  const [status, bar, clear, said, list, more] = ['status', 'bar', 'clear', 'notes', 'list', 'more'].map(part);
  const [other, side, panel, start] = ['other', 'side', 'facets', 'start'].map(part);
  const sort = part('sort') as HTMLSelectElement;
  const title = document.title;
  let state: State = new URLSearchParams(location.search);

  /** Goes to a state; one that does not last gives way to the next. */
  const go = (next: State, lasting = true): void => {
    state = next;
    // Browsers are busy with a new address for some milliseconds: the question goes first.
    setTimeout(() => visit(next, lasting));
    show(!lasting);
  };

  /** Shows a state, and of a step that was returned to as much as then. */
  const show = (isTyping = false, then: Step = {}): void => {
    if (box.value.trim() !== queryOf(state).trim()) box.value = queryOf(state);
    sort.value = sortOf(state);
    tick(panel, state);
    run(isTyping, then);
  };

  const run = (isTyping = false, { shown = MOST, top }: Step = {}): void => {
    const query = queryOf(state);
    setTimeout(() => (document.title = query ? `${query} – ${title}` : title));
    if (isBlank(state)) {
      begin();
      return showStart();
    }
    ask(
      (index) => index.search(queryOf(state), { ...optionsFor(index, state), limit: shown }),
      async (results, index, isCurrent) => {
        showResults(index, results, top);
        more.onclick = () => showMore(index, isCurrent);
        if (isTyping) await calm();
        if (!isCurrent()) return;
        // Where the rest fails, the results stay.
        offerOther(other, places, state, results, isCurrent);
        showCounts(index, results, isCurrent).catch((error) => isCurrent() && panel.replaceChildren(...failure(error, again)));
      },
    );
  };

  const showNothing = (): void => {
    for (const emptied of [status, said, list, panel, other]) emptied.replaceChildren();
    bar.hidden = side.hidden = more.hidden = true;
  };

  const showStart = (): void => {
    showNothing();
    showRecent(part('recent'), own);
    start.hidden = false;
  };

  const showResults = (index: SearchIndex, results: Results, top = 0): void => {
    const { hits, total } = results;
    status.textContent = amount(total, hits.length, queryOf(state));
    said.replaceChildren(...notes(results));
    list.replaceChildren(...showHits(hits, results, own, 'h2'));
    other.replaceChildren();
    more.hidden = total === null ? hits.length < MOST : hits.length >= total;
    // Filters come later. Their place is kept free, for results must not move then.
    side.hidden = false;
    clear.hidden = !index.facets.some((name) => state.get(name));
    bar.hidden = !hits.length && clear.hidden;
    start.hidden = hits.length > 0;
    if (!top) return;
    scrollTo({ top, behavior: 'instant' });
    note({ top: 0 });
  };

  /** The number of results with each value, and of all if it is not known yet. */
  const showCounts = async (index: SearchIndex, { hits, total }: Results, isCurrent: () => boolean): Promise<void> => {
    const counts = await index.count(queryOf(state), optionsFor(index, state));
    if (!isCurrent()) return;
    showFacets(panel, facetsOf(counts, state), state, (facet, value, isChosen) => go(choose(state, facet, value, isChosen)));
    side.hidden = !panel.hasChildNodes();
    if (total !== null) return;
    status.textContent = amount(counts.total, hits.length, queryOf(state));
    more.hidden = list.children.length >= counts.total;
  };

  const showMore = async (index: SearchIndex, isCurrent: () => boolean): Promise<void> => {
    const offset = list.children.length;
    try {
      const results = await index.search(queryOf(state), { ...optionsFor(index, state), offset, limit: MOST });
      const { hits, total } = results;
      if (!isCurrent()) return;
      list.append(...showHits(hits, results, own, 'h2'));
      list.children[offset]?.querySelector('a')?.focus();
      note({ shown: list.children.length });
      more.hidden = hits.length < MOST || list.children.length === total;
    } catch (error) {
      if (isCurrent()) status.replaceChildren(...failure(error, again));
    }
  };

  const { ask, again, begin } = asking(own, box, status, showNothing, run);

  onTyped(box, () => {
    if (box.value.trim() !== queryOf(state).trim()) go(withText(state, 'q', box.value), false);
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    remember(own, box.value);
    go(withText(state, 'q', box.value));
  });
  sort.addEventListener('change', () => go(withText(state, 'sort', sort.value === 'date' ? 'date' : '')));
  clear.addEventListener('click', () => {
    box.focus();
    go(withoutValues(state));
  });
  list.addEventListener('click', (event) => (event.target as Element).closest('a') && remember(own, queryOf(state)));
  start.addEventListener('click', (event) => {
    const link = (event.target as Element).closest<HTMLAnchorElement>('a[href^="?"]');
    if (!link || isForAnother(event)) return;
    event.preventDefault();
    box.focus();
    go(new URLSearchParams(link.search));
  });
  // Arrow keys lead from the box to the results and among them.
  document.querySelector('main')!.addEventListener('keydown', (event) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const stops: Element[] = [box, ...document.querySelectorAll('.hit :is(h2, h3) a')];
    const at = stops.indexOf(event.target as Element);
    const next = by && at >= 0 && !isComposing(event) ? stops[at + by] : undefined;
    if (!next) return;
    event.preventDefault();
    (next as HTMLElement).focus();
  });
  onReturn(() => {
    state = new URLSearchParams(location.search);
    show(false, step());
  });

  own.open().catch(() => {});
  // The reader may have typed before the program was there.
  if (box.value.trim() && !queryOf(state)) go(withText(state, 'q', box.value), false);
  else show(false, step());
}
