/** How a result looks: as an entry of the search page's list, and as an option of the dialog's. */
import type { Hit, Piece } from '../engine/index';
import type { Child } from './element';
import { element, root, word } from './handed';
import type { Place } from './place';

/** An entry of a list, under a heading of the given level. */
export function entry(hit: Hit, place: Place, heading: 'h2' | 'h3'): HTMLLIElement {
  const { section, excerpt } = hit;
  return element(
    'li',
    { class: 'card hit', lang: foreign(place) },
    element(heading, {}, element('a', { href: address(hit) }, ...marked(hit.titlePieces))),
    section && element('p', { class: 'hit-section' }, element('a', { href: address(hit, section.id) }, section.heading)),
    excerpt.length && element('p', { class: 'hit-excerpt' }, ...marked(excerpt)),
    element('p', { class: 'meta' }, ...facts(hit, place)),
  );
}

/** An option: one link, to the best place of the page. */
export function option(hit: Hit, place: Place): HTMLAnchorElement {
  const { section, excerpt } = hit;
  return choice(
    address(hit, section?.id),
    foreign(place),
    element('span', { class: 'hit-title' }, ...marked(hit.titlePieces)),
    element('span', { class: 'meta' }, ...facts(hit, place)),
    section && element('span', { class: 'hit-section' }, section.heading),
    excerpt.length && element('span', { class: 'hit-excerpt' }, ...marked(excerpt)),
  );
}

/** An option of the dialog. Tab passes it by: the box moves among options with arrow keys. */
export const choice = (href: string, lang: string | undefined, ...children: Child[]): HTMLAnchorElement =>
  element('a', { class: 'hit', role: 'option', tabindex: '-1', 'aria-selected': 'false', href, lang }, ...children);

/** Text with what was found in it marked. */
function marked(pieces: Piece[]): (Node | string)[] {
  return pieces.map(({ text, mark }) => (mark ? element('mark', {}, text) : text));
}

/** Kind, language, date. */
function facts({ kind, date }: Hit, place: Place): Child[] {
  // The theme writes the day before the month in English.
  const tag = place.lang === 'en' ? 'en-GB' : place.tag;
  return [
    element('span', { class: 'kind', lang: document.documentElement.lang }, word(kind)),
    place.name && element('span', { class: 'status' }, place.name),
    date && element('time', { datetime: date }, new Date(date).toLocaleDateString(tag, { dateStyle: 'long', timeZone: 'UTC' })),
  ];
}

function foreign(place: Place): string | undefined {
  return place.name ? place.tag : undefined;
}

/** Paths and ids come as they are; addresses must be escaped. */
function address(hit: Hit, id = ''): string {
  const path = hit.path.split('/').map(encodeURIComponent).join('/');
  return root + path + (id && `#${encodeURIComponent(id)}`);
}
