/** Asking an index: with patience, and with a way on where it fails. */
import type { Results, SearchIndex } from '../engine/index';
import { word } from './handed';
import { writerOf } from './hit';
import { failure } from './note';
import type { Place } from './place';
import { LONG } from './typing';

/** `clear` takes away what is shown of answers; `run` asks what is asked for now. */
export function asking(place: Place, box: HTMLElement, status: HTMLElement, clear: () => void, run: () => void) {
  /** Number of the question asked last: answers to others are dropped. */
  let turn = 0;

  /** Begins a question; tells whether it still is the last one. */
  const begin = (): (() => boolean) => {
    const mine = ++turn;
    return () => mine === turn;
  };

  /** Asks anew, of an index opened anew: the site may have been published again. */
  const again = (): void => {
    place.forget();
    box.focus();
    run();
  };

  const ask = async (
    search: (index: SearchIndex) => Promise<Results>,
    show: (results: Results, index: SearchIndex, isCurrent: () => boolean) => void | Promise<void>,
  ): Promise<void> => {
    const isCurrent = begin();
    const patience = setTimeout(() => isCurrent() && (status.textContent = word('loading')), LONG);
    try {
      const index = await place.open();
      // While the answer is on its way there is time.
      setTimeout(() => writerOf(place));
      const results = await search(index);
      clearTimeout(patience);
      if (isCurrent()) await show(results, index, isCurrent);
    } catch (error) {
      clearTimeout(patience);
      if (!isCurrent()) return;
      clear();
      status.replaceChildren(...failure(error, again));
    }
  };

  return { ask, again, begin };
}
