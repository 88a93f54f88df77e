/** How a result looks: as an entry of the search page's list, and as an option of the dialog's. */
import type { Hit, Piece, Results } from '../engine/index';
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

/** Number of hits up to which all are shown with what their texts say. Of more, cards come first. */
export const AT_ONCE = 3;

/** Time that results stand before their texts are asked for, in milliseconds. */
const DWELL = 600;

/** An entry of a list, under a heading of the given level. */
export const entry =
  (heading: 'h2' | 'h3') =>
  (hit: Hit, stand: Stand): HTMLElement =>
    element(
      'li',
      { class: 'card hit', lang: foreign(stand) },
      element(heading, {}, element('a', { href: address(stand.root, hit) }, ...marked(hit.titlePieces))),
      ...said(hit, stand, 'p'),
      element('p', { class: 'meta' }, ...facts(hit, stand)),
    );

/** An option: one link, to the best place of the page. */
export const option = (hit: Hit, stand: Stand): HTMLElement =>
  choice(
    address(stand.root, hit, hit.section?.id),
    foreign(stand),
    element('span', { class: 'hit-title' }, ...marked(hit.titlePieces)),
    element('span', { class: 'meta' }, ...facts(hit, stand)),
    ...said(hit, stand, 'span'),
  );

/** The section of a hit, which is a link of its own in an entry, and its excerpt. */
function said(hit: Hit, { root }: Stand, tag: 'p' | 'span'): HTMLElement[] {
  const { section, excerpt } = hit;
  const parts: HTMLElement[] = [];
  if (section) {
    const link = tag === 'p' ? element('a', { href: address(root, hit, section.id) }, section.heading) : section.heading;
    parts.push(element(tag, { class: 'hit-section' }, link));
  }
  if (excerpt.length) parts.push(element(tag, { class: 'hit-excerpt' }, ...marked(excerpt)));
  return parts;
}

/**
 * Makes an element of each hit, and shows in it what the page's text says once the reader looks at
 * it: texts are most of what a search loads, and whoever types on needs none.
 */
export function showHits(hits: Hit[], { exactly }: Results, stand: Stand, make: (hit: Hit, stand: Stand) => HTMLElement): HTMLElement[] {
  const shown = hits.map((hit) => make(hit, stand));
  const watcher = new IntersectionObserver((seen) => {
    for (const { target, isIntersecting } of seen) {
      if (!isIntersecting) continue;
      watcher.unobserve(target);
      // Where the text does not come, the card stays.
      exactly(hits[shown.indexOf(target as HTMLElement)]!).then((hit) => {
        const isOption = target instanceof HTMLAnchorElement;
        // The title keeps its element, and the focus with it.
        target.querySelectorAll('.hit-section, .hit-excerpt').forEach((old) => old.remove());
        target.children[isOption ? 1 : 0]!.after(...said(hit, stand, isOption ? 'span' : 'p'));
        if (isOption) target.href = address(stand.root, hit, hit.section?.id);
      }, () => {});
    }
  });
  setTimeout(() => shown.forEach((made, at) => hits[at]!.exact || (made.isConnected && watcher.observe(made))), DWELL);
  return shown;
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
