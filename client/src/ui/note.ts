/** What there is to say about an answer: words taken for others, loose matches, failures. */
import { type Results, SearchError } from '../engine/index';
import { button, element, word } from './handed';

/** Says which words were taken for others, and that no page has all of them. */
export function notes({ corrections, loose }: Results): Node[] {
  const lines = corrections.map(({ from, to }) => word('corrected', { from, to: to.join(word('or')) }));
  if (loose) lines.push(word('loose'));
  return [...new Set(lines)].map((line) => element('p', { class: 'search-note' }, line));
}

/** How many results there are; `total` is null where only the first were looked for. */
export function amount(total: number | null, shown: number, query: string): string {
  if (total === 0) return word('none', { q: query });
  if (total === 1) return word('one');
  const number = total ?? shown;
  // To know how numbers are written takes a millisecond, for which the results would wait.
  const n = number < 1_000 ? `${number}` : number.toLocaleString(document.documentElement.lang);
  return word(total === null ? 'first' : 'many', { n });
}

/** What went wrong, and a button for what the reader can do about it. */
export function failure(error: unknown, retry: () => void): (Node | string)[] {
  let kind = 'damaged';
  if (error instanceof SearchError) kind = error.kind;
  // A mistake of the program's own, which its makers should see.
  else console.error(error);
  const text = word(kind === 'network' && !navigator.onLine ? 'offline' : kind);
  if (kind === 'unsupported') return [text];
  return [text, kind === 'version' ? button(word('reload'), () => location.reload()) : button(word('retry'), retry)];
}
