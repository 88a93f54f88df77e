/** The recent searches on the search page, which stand there while nothing is looked for. */
import { button, element, word } from './handed';
import type { Place } from './place';
import { forget, recent } from './recent';

export function showRecent(part: HTMLElement, place: Place): void {
  const links = recent(place).map((query) => {
    const link = element('a', { href: `?q=${encodeURIComponent(query)}` }, query);
    return element('li', {}, link);
  });
  const clear = button(word('clear'), () => {
    forget(place);
    showRecent(part, place);
  });
  part.hidden = !links.length;
  part.replaceChildren(element('h2', {}, word('recent')), element('ul', {}, ...links), clear);
}
