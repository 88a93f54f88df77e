/** How a result looks: as an entry of the search page's list, and as an option of the dialog's. */
import { FEW, type Hit, type Piece, type Results } from '../engine/index';
import { remembered } from '../engine/remembered';
import type { Child } from './element';
import { element, root, word } from './handed';
import type { Place } from './place';

/** Time that results stand before their texts are asked for, in milliseconds; if they are few, they have been. */
const DWELL = 600;

/** What a hit is shown in: an entry of a list, under a heading of its own, or an option of the dialog. */
type Frame = 'h2' | 'h3' | 'option';

/**
 * Makes an element of each hit, and shows in it what the page's text says once the reader looks at
 * it: texts are most of what a search loads, and whoever types on needs none.
 */
export function showHits(hits: Hit[], { exactly }: Results, place: Place, frame: Frame): HTMLElement[] {
  const shown = hits.map((hit) => {
    const one = made(hit, place, frame);
    // The theme keeps room for what will come, so that nothing moves then.
    one.classList.toggle('hit-card', !hit.exact);
    return one;
  });
  const watcher = new IntersectionObserver((seen) => {
    for (const { target, isIntersecting } of seen) {
      if (!isIntersecting) continue;
      watcher.unobserve(target);
      const show = (hit: Hit): void => {
        const [old, fresh] = [target.children, made(hit, place, frame)];
        if (frame === 'option') (target as HTMLAnchorElement).href = (fresh as HTMLAnchorElement).href;
        // The title stays, and the focus with it.
        while (old[1]) old[1].remove();
        target.append(...[...fresh.children].slice(1));
      };
      // Where the text does not come, the card stays.
      exactly(hits[shown.indexOf(target as HTMLElement)]!).then(show, () => {});
    }
  });
  const look = () => shown.forEach((one, at) => hits[at]!.exact || (one.isConnected && watcher.observe(one)));
  setTimeout(look, hits.length > FEW ? DWELL : 0);
  return shown;
}

/** A hit in its frame. An option is one link, to the best place of the page. */
function made(hit: Hit, place: Place, frame: Frame): HTMLElement {
  const { id, sections, excerpt, titlePieces } = hit;
  const lang = place.name ? place.tag : undefined;
  if (frame === 'option') {
    return choice(
      address(hit, id),
      lang,
      element('span', { class: 'hit-title' }, ...marked(titlePieces)),
      element('span', { class: 'meta' }, ...facts(hit, place)),
      id && element('span', { class: 'hit-section' }, sections[0]!.heading),
      excerpt.length && element('span', { class: 'hit-excerpt' }, ...marked(excerpt)),
    );
  }
  return element(
    'li',
    { class: 'card hit', lang },
    element(frame, {}, element('a', { href: address(hit) }, ...marked(titlePieces))),
    sections.length && element('p', { class: 'hit-section' }, ...sections.map(({ id, heading }) => element('a', { href: address(hit, id) }, heading))),
    excerpt.length && element('p', { class: 'hit-excerpt' }, ...marked(excerpt)),
    element('p', { class: 'meta' }, ...facts(hit, place)),
  );
}

/** An option of the dialog. Tab passes it by: the box moves among options with arrow keys. */
export const choice = (href: string, lang: string | undefined, ...children: Child[]): HTMLAnchorElement =>
  element('a', { class: 'hit', role: 'option', tabindex: '-1', 'aria-selected': 'false', href, lang }, ...children);

/** Whether a click on a link asks for another tab or window. */
export const isForAnother = ({ ctrlKey, metaKey, shiftKey }: MouseEvent): boolean => ctrlKey || metaKey || shiftKey;

/** Text with what was found in it marked. */
function marked(pieces: Piece[]): (Node | string)[] {
  return pieces.map(({ text, mark }) => (mark ? element('mark', {}, text) : text));
}

/** Browsers take some milliseconds to learn how days are written. */
const writer = remembered((tag) => new Intl.DateTimeFormat(tag, { dateStyle: 'long', timeZone: 'UTC' }));

/** Writes days as the theme does: in English before the month. */
export const writerOf = ({ lang, tag }: Place): Intl.DateTimeFormat => writer(lang === 'en' ? 'en-GB' : tag);

/** Kind, language, date. */
function facts({ kind, date }: Hit, place: Place): Child[] {
  return [
    element('span', { class: 'kind', lang: document.documentElement.lang }, word(kind)),
    place.name && element('span', { class: 'status' }, place.name),
    date && element('time', { datetime: date }, writerOf(place).format(new Date(date))),
  ];
}

/** Paths and ids come as they are; addresses must be escaped. */
function address(hit: Hit, id = ''): string {
  const path = hit.path.split('/').map(encodeURIComponent).join('/');
  return root + path + (id && `#${encodeURIComponent(id)}`);
}
