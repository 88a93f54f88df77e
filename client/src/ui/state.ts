/** What the search page shows, as it stands in the page's address: shareable, and a step of the history. */
import type { Options, SearchIndex } from '../engine/index';

/** A question in full. */
export interface State {
  query: string;
  /** Chosen values by facet. */
  filters: Record<string, string[]>;
  sort: 'relevance' | 'date';
}

/** Reads a state from the part of an address that follows `?`. */
export function readState(search: string): State {
  const filters: State['filters'] = {};
  const parameters = new URLSearchParams(search);
  for (const [name, value] of parameters) {
    if (name !== 'q' && name !== 'sort' && value) (filters[name] ??= []).push(value);
  }
  return { query: parameters.get('q') ?? '', filters, sort: parameters.get('sort') === 'date' ? 'date' : 'relevance' };
}

/** The address of a state, relative to the page. */
export function addressOf({ query, filters, sort }: State): string {
  const parameters = new URLSearchParams();
  if (query) parameters.set('q', query);
  for (const [name, values] of Object.entries(filters)) values.forEach((value) => parameters.append(name, value));
  if (sort === 'date') parameters.set('sort', sort);
  const text = parameters.toString();
  return text ? `?${text}` : location.pathname;
}

/** The state with a value chosen or given up. */
export function choose(state: State, facet: string, value: string, isChosen: boolean): State {
  const { [facet]: values = [], ...others } = state.filters;
  const left = values.filter((other) => other !== value);
  if (isChosen) left.push(value);
  return { ...state, filters: left.length ? { ...others, [facet]: left } : others };
}

/** Whether there is anything to look for. */
export function isBlank({ query, filters }: State): boolean {
  return !query.trim() && !Object.keys(filters).length;
}

/** What an index is asked. Addresses may carry parameters that are no facets of it. */
export function optionsFor(index: SearchIndex, { filters, sort }: State): Options {
  const known = Object.entries(filters).filter(([name]) => index.facets.includes(name));
  return { filters: Object.fromEntries(known), sort };
}
