/** The filters of the search page: the values that results have, with their number. */
import type { Counts, FacetValue } from '../engine/index';
import { element, word } from './handed';
import type { State } from './state';

/** A value with the number of values above it. */
type Value = FacetValue & { depth: number };

/** A facet and the values that results have. */
interface Facet {
  id: string;
  values: Value[];
}

/** Called when the reader chooses a value or gives it up. */
type Choose = (facet: string, value: string, isChosen: boolean) => void;

/** Facets that stand open from the beginning. */
const OPEN = 2;

/** What the results of a state have, facet by facet, in the order of the index. */
export function facetsOf({ facets }: Counts, state: State): Facet[] {
  return Object.entries(facets).map(([id, values]) => {
    const depth = ({ parent }: FacetValue): number => (parent < 0 ? 0 : 1 + depth(values[parent]!));
    // A value without results is of use only if it is chosen: to be given up.
    const isOfUse = ({ id: value, count }: FacetValue): boolean => count > 0 || state.getAll(id).includes(value);
    return { id, values: values.filter(isOfUse).map((value) => ({ ...value, depth: depth(value) })) };
  });
}

/**
 * Shows facets. What stays keeps its element, so that neither the focus nor what the reader has
 * unfolded is lost.
 */
export function showFacets(panel: HTMLElement, facets: Facet[], state: State, choose: Choose): void {
  const shown = facets.filter(({ values }) => values.length);
  const groups = shown.map(({ id, values }, at) => {
    const group = made(panel, id) ?? groupOf(id, word(`facet_${id}`), at < OPEN || state.has(id));
    const list = group.querySelector('ul')!;
    const rows = values.map((value) => {
      const row = made(list, value.id) ?? rowOf(id, value, choose);
      row.querySelector('.count')!.textContent = value.count.toLocaleString(document.documentElement.lang);
      return row;
    });
    arrange(list, rows);
    return group;
  });
  arrange(panel, groups);
  tick(panel, state);
}

/** Ticks what is chosen, which is known before anything is counted. */
export function tick(panel: HTMLElement, state: State): void {
  for (const box of panel.querySelectorAll('input')) box.checked = state.getAll(box.name).includes(box.value);
}

function groupOf(id: string, name: string, isOpen: boolean): HTMLElement {
  const list = element('ul', { 'aria-label': name });
  return element('details', { class: 'facet-group', 'data-key': id, open: isOpen ? '' : undefined }, element('summary', {}, name), list);
}

function rowOf(facet: string, { id, name, depth }: Value, choose: Choose): HTMLElement {
  const box = element('input', { type: 'checkbox', name: facet, value: id });
  box.addEventListener('change', () => choose(facet, id, box.checked));
  const label = element('label', {}, box, element('span', {}, name), ' ', element('span', { class: 'count' }));
  return element('li', { 'data-key': id, class: `depth-${Math.min(depth, 3)}` }, label);
}

/** The child that was made for a key. */
function made(parent: HTMLElement, key: string): HTMLElement | undefined {
  return ([...parent.children] as HTMLElement[]).find((child) => child.dataset.key === key);
}

/** Makes these the only children, moving as few as possible: an element that is moved loses the focus. */
function arrange(parent: HTMLElement, children: HTMLElement[]): void {
  [...parent.children].forEach((child) => children.includes(child as HTMLElement) || child.remove());
  children.forEach((child, at) => {
    // Where there is no child yet, it becomes the last.
    if (parent.children[at] !== child) parent.insertBefore(child, parent.children[at]!);
  });
}
