/** How a result looks: as an entry of the search page's list, and as an option of the dialog's. */
import type { Hit, Piece, Results } from '../engine/index';
import { element } from './element';
import type { Place } from './place';
import type { Word } from './setting';

/** Hits that are shown with what their texts say at once: the one that most readers want. */
export const AT_ONCE = 1;

/** Where results stand. */
export interface Stand {
  root: string;
  place: Place;
  word: Word;
}

/** An entry of a list, under a heading of the given level. */
export const entry = (heading: 'h2' | 'h3') => (hit: Hit, stand: Stand): HTMLLIElement => {
  const title = element('a', { href: address(stand.root, hit) }, ...marked(hit.titlePieces));
  const made = element('li', { class: 'card hit', lang: foreign(stand) });
  made.append(element(heading, {}, title), element('p', { class: 'meta' }, ...facts(hit, stand)));
  showText(made, hit, stand);
  return made;
};

/** An option: one link, to the best place of the page. */
export function option(hit: Hit, stand: Stand): HTMLAnchorElement {
  const link = choice('');
  if (foreign(stand)) link.lang = stand.place.tag;
  link.append(
    element('span', { class: 'hit-title' }, ...marked(hit.titlePieces)),
    element('span', { class: 'meta' }, ...facts(hit, stand)),
  );
  showText(link, hit, stand);
  return link;
}

/** Shows the section and excerpt of a hit in its entry or option, in place of those that are there. */
function showText(made: HTMLElement, hit: Hit, { root }: Stand): void {
  const { section, excerpt } = hit;
  const link = address(root, hit, section?.id);
  const tag = made instanceof HTMLAnchorElement ? 'span' : 'p';
  made.querySelectorAll('.hit-section, .hit-excerpt').forEach((old) => old.remove());
  if (excerpt.length) made.children[tag === 'p' ? 0 : 1]!.after(element(tag, { class: 'hit-excerpt' }, ...marked(excerpt)));
  if (made instanceof HTMLAnchorElement) made.href = link;
  if (!section) return;
  const heading = tag === 'p' ? element('a', { href: link }, section.heading) : section.heading;
  made.children[tag === 'p' ? 0 : 1]!.after(element(tag, { class: 'hit-section' }, heading));
}

/** Time that results stand before their texts are asked for, in milliseconds. */
const DWELL = 600;

/**
 * Makes an element of each hit, and shows in it what the page's text says once the reader looks at
 * it: texts are most of what a search loads, and whoever types on needs none.
 */
export function showHits(hits: Hit[], { exactly }: Results, stand: Stand, make: (hit: Hit, stand: Stand) => HTMLElement): HTMLElement[] {
  const shown = new Map(hits.map((hit) => [make(hit, stand) as Element, hit]));
  const watcher = new IntersectionObserver((seen) => {
    for (const { target, isIntersecting } of seen) {
      if (!isIntersecting) continue;
      watcher.unobserve(target);
      // Where the text does not come, the card stays.
      exactly(shown.get(target)!).then((hit) => showText(target as HTMLElement, hit, stand), () => {});
    }
  });
  const watch = (): void => shown.forEach(({ exact }, made) => exact || (made.isConnected && watcher.observe(made)));
  setTimeout(watch, DWELL);
  return [...shown.keys()] as HTMLElement[];
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
