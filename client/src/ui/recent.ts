/** The reader's recent searches, newest first. They never leave the browser. */
import type { Place } from './place';
import { keep, kept } from './handed';

const MOST = 6;

/** Each site and language has its own: a host can hold several sites. */
function key({ page }: Place): string {
  return `casebook:recent:${new URL(page, location.href).pathname}`;
}

export function recent(place: Place): string[] {
  return kept(key(place)).split('\n').filter(Boolean);
}

/** Remembers a query that the reader made use of. */
export function remember(place: Place, query: string): void {
  const text = query.trim().replace(/\s+/g, ' ');
  if (!text) return;
  const others = recent(place).filter((other) => other !== text);
  keep(key(place), [text, ...others].slice(0, MOST).join('\n'));
}

export function forget(place: Place): void {
  keep(key(place), '');
}
