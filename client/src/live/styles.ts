/** Puts new style sheets in the place of old ones, without a moment in which there is neither. */
import type { Style } from './news';

/**
 * Puts in what has changed.
 *
 * @param shown marks of the style sheets the page has, which are brought up to date
 * @returns whether that could be done; if not, the page has to be loaded again
 */
export function swap(shown: string[], styles: Style[], fail: () => void): boolean {
  const links = [...document.querySelectorAll<HTMLLinkElement>('link[rel~="stylesheet" i]:not([data-casebook-old])')];
  if (links.length !== styles.length || shown.length !== styles.length) return false;
  styles.forEach(({ href, mark }, at) => {
    if (shown[at] === mark) return;
    shown[at] = mark;
    const old = links[at];
    const fresh = old.cloneNode() as HTMLLinkElement;
    const address = new URL(href, location.href);
    // A name that stays does not say that there is something new under it.
    if (address.href.split('?')[0] === old.href.split('?')[0]) address.searchParams.set('casebook', mark);
    fresh.href = address.href;
    old.dataset.casebookOld = '';
    fresh.onload = () => old.remove();
    fresh.onerror = fail;
    old.after(fresh);
  });
  return true;
}
