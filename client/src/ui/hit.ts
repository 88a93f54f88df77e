/** How a result looks: as an entry of the search page's list, and as an option of the dialog's. */
import type { Hit, Piece } from '../engine/index';
import { element } from './element';
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
  const title = element('a', { href: address(stand.root, hit) }, ...marked(hit.titlePieces));
  const made = element('li', { class: 'card hit', lang: foreign(stand) }, element(heading, {}, title));
  if (hit.section) {
    const link = element('a', { href: address(stand.root, hit, hit.section.id) }, hit.section.heading);
    made.append(element('p', { class: 'hit-section' }, link));
  }
  if (hit.excerpt.length) made.append(element('p', { class: 'hit-excerpt' }, ...marked(hit.excerpt)));
  made.append(element('p', { class: 'meta' }, ...facts(hit, stand)));
  return made;
}

/** An option: one link, to the best place of the page. */
export function option(hit: Hit, stand: Stand): HTMLAnchorElement {
  const { section } = hit;
  const link = choice(address(stand.root, hit, section?.id));
  if (foreign(stand)) link.lang = stand.place.tag;
  link.append(
    element('span', { class: 'hit-title' }, ...marked(hit.titlePieces)),
    element('span', { class: 'meta' }, ...facts(hit, stand)),
  );
  if (section) link.append(element('span', { class: 'hit-section' }, section.heading));
  if (hit.excerpt.length) link.append(element('span', { class: 'hit-excerpt' }, ...marked(hit.excerpt)));
  return link;
}

/** An option that is still empty. Tab passes it by: the box moves among options with arrow keys. */
export function choice(href: string): HTMLAnchorElement {
  return element('a', { class: 'hit', role: 'option', tabindex: '-1', 'aria-selected': 'false', href });
}

/** Text with what was found in it marked. */
function marked(pieces: Piece[]): (Node | string)[] {
  return pieces.map(({ text, mark }) => (mark ? element('mark', {}, text) : text));
}

/** Kind, language, date. */
function facts({ kind, date }: Hit, { place, word }: Stand): Node[] {
  const shown: Node[] = [element('span', { class: 'kind', lang: document.documentElement.lang }, word(kind))];
  if (place.name) shown.push(element('span', { class: 'status' }, place.name));
  if (date) {
    // The theme writes the day before the month in English.
    const format = new Intl.DateTimeFormat(place.lang === 'en' ? 'en-GB' : place.tag, { dateStyle: 'long', timeZone: 'UTC' });
    shown.push(element('time', { datetime: date }, format.format(new Date(date))));
  }
  return shown;
}

function foreign({ place }: Stand): string | undefined {
  return place.name ? place.tag : undefined;
}

/** Paths and ids come as they are; addresses must be escaped. */
function address(root: string, hit: Hit, id = ''): string {
  const path = hit.path.split('/').map(encodeURIComponent).join('/');
  return root + path + (id && `#${encodeURIComponent(id)}`);
}
