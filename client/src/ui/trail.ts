/** The search page's address and its steps in the history. */
import { addressOf, type State } from './state';

/** What a step remembers besides its address. */
export interface Step {
  /** Number of results shown. */
  shown?: number;
  /** How far the page was scrolled. */
  top?: number;
}

/** Whether the step that is shown stays when the query changes. What is only being typed does not. */
let isLasting = true;
/** The part of the address that is shown, from `?` on. */
let shown = location.search;

/** What the step that is shown remembers. */
export function step(): Step {
  return (history.state as Step | null) ?? {};
}

/** Has the step that is shown remember more. */
export function note(more: Step): void {
  history.replaceState({ ...step(), ...more }, '');
}

/** Puts a state into the address: as a new step, or in place of one that was being typed. */
export function visit(state: State, lasting: boolean): void {
  const address = addressOf(state);
  if (address !== (location.search || location.pathname) && (lasting || isLasting)) {
    note({ top: scrollY });
    history.pushState({}, '', address);
  } else {
    history.replaceState({}, '', address);
  }
  isLasting = lasting;
  shown = location.search;
}

/** Calls when the reader goes back or forward to a step. Where it was scrolled to is restored by the page. */
export function onReturn(act: () => void): void {
  history.scrollRestoration = 'manual';
  addEventListener('pagehide', () => note({ top: scrollY }));
  addEventListener('popstate', () => {
    // A link within the page, such as that to its main part, changes nothing.
    if (location.search === shown) return;
    shown = location.search;
    isLasting = true;
    act();
  });
}
