/** What there is to say about an answer: words taken for others, loose matches, failures. */
import { type Results, SearchError } from '../engine/index';
import { button, element } from './handed';
import type { Word } from './setting';

/** Says which words were taken for others, and that no page has all of them. */
export function notes({ corrections, loose }: Results, word: Word): Node[] {
  const taken = new Map<string, string[]>();
  for (const { from, to } of corrections) taken.set(from, [...(taken.get(from) ?? []), to]);
  const lines = [...taken].map(([from, to]) => word('corrected', { from, to: to.join(word('or')) }));
  if (loose) lines.push(word('loose'));
  return lines.map((line) => element('p', { class: 'search-note' }, line));
}

/** How many results there are; `total` is null where only the first were looked for. */
export function amount(total: number | null, shown: number, query: string, word: Word): string {
  if (total === 0) return word('none', { q: query });
  if (total === 1) return word('one');
  const n = (total ?? shown).toLocaleString(document.documentElement.lang);
  return word(total === null ? 'first' : 'many', { n });
}

/** What went wrong, and a button for what the reader can do about it. */
export function failure(error: unknown, word: Word, retry: () => void): (Node | string)[] {
  // Anything else is a mistake of the program's own, which its makers should see.
  if (!(error instanceof SearchError)) console.error(error);
  const kind = error instanceof SearchError ? error.kind : 'damaged';
  const text = word(kind === 'network' && !navigator.onLine ? 'offline' : kind);
  if (kind === 'unsupported') return [text];
  return [text, kind === 'version' ? button(word('reload'), () => location.reload()) : button(word('retry'), retry)];
}
