/** How a result looks: as an entry of the search page's list, and as an option of the dialog's. */
import type { Hit, Piece } from '../engine/index';
import type { Child } from './element';
import { element } from './handed';
import type { Place } from './place';
import type { Word } from './setting';

/** Where results stand. */
export interface Stand {
  root: string;
  place: Place;
  word: Word;
}

/** An entry of a list, under a heading of the given level. */
export function entry(hit: Hit, stand: Stand, heading: 'h2' | 'h3'): HTMLLIElement {
  const { section, excerpt } = hit;
  return element(
    'li',
    { class: 'card hit', lang: foreign(stand) },
    element(heading, {}, element('a', { href: address(stand.root, hit) }, ...marked(hit.titlePieces))),
    section && element('p', { class: 'hit-section' }, element('a', { href: address(stand.root, hit, section.id) }, section.heading)),
    excerpt.length && element('p', { class: 'hit-excerpt' }, ...marked(excerpt)),
    element('p', { class: 'meta' }, ...facts(hit, stand)),
  );
}

/** An option: one link, to the best place of the page. */
export function option(hit: Hit, stand: Stand): HTMLAnchorElement {
  const { section, excerpt } = hit;
  return choice(
    address(stand.root, hit, section?.id),
    foreign(stand),
    element('span', { class: 'hit-title' }, ...marked(hit.titlePieces)),
    element('span', { class: 'meta' }, ...facts(hit, stand)),
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
function facts({ kind, date }: Hit, { place, word }: Stand): Child[] {
  // The theme writes the day before the month in English.
  const format = new Intl.DateTimeFormat(place.lang === 'en' ? 'en-GB' : place.tag, { dateStyle: 'long', timeZone: 'UTC' });
  return [
    element('span', { class: 'kind', lang: document.documentElement.lang }, word(kind)),
    place.name && element('span', { class: 'status' }, place.name),
    date && element('time', { datetime: date }, format.format(new Date(date))),
  ];
}

function foreign({ place }: Stand): string | undefined {
  return place.name ? place.tag : undefined;
}

/** Paths and ids come as they are; addresses must be escaped. */
function address(root: string, hit: Hit, id = ''): string {
  const path = hit.path.split('/').map(encodeURIComponent).join('/');
  return root + path + (id && `#${encodeURIComponent(id)}`);
}
