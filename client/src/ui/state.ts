/** What the search page shows, as it stands in the page's address: shareable, and a step of the history. */
import type { Options, SearchIndex } from '../engine/index';

/** A question in full, as parameters: `q`, `sort`, and by facet the values that are chosen. */
export type State = URLSearchParams;

export const queryOf = (state: State): string => state.get('q') ?? '';

export const sortOf = (state: State) => (state.get('sort') === 'date' ? 'date' : 'relevance');

/** The address of a state, relative to the page. */
export const addressOf = (state: State): string => (`${state}` ? `?${state}` : location.pathname);

/** The state with another query or order; an empty one is left out. */
export function withText(state: State, name: 'q' | 'sort', text: string): State {
  const next = new URLSearchParams(state);
  if (text) next.set(name, text);
  else next.delete(name);
  return next;
}

/** The state with a value chosen or given up. */
export function choose(state: State, facet: string, value: string, isChosen: boolean): State {
  const next = new URLSearchParams([...state].filter(([name, other]) => name !== facet || other !== value));
  if (isChosen) next.append(facet, value);
  return next;
}

/** The state without any value chosen. */
export const withoutValues = (state: State): State =>
  new URLSearchParams([...state].filter(([name]) => name === 'q' || name === 'sort'));

/** Whether there is anything to look for. */
export const isBlank = (state: State): boolean => ![...state].some(([name, value]) => name !== 'sort' && value.trim());

/** What an index is asked. Addresses may carry parameters that are no facets of it. */
export const optionsFor = ({ facets }: SearchIndex, state: State): Options => ({
  filters: Object.fromEntries(facets.map((name) => [name, state.getAll(name).filter(Boolean)])),
  sort: sortOf(state),
});
