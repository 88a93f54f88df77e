/** What is kept in this browser. It is a convenience: where a browser keeps nothing, searching goes on. */

/** Set to anything when the reader does not want `/` to open the search. */
export const NO_SLASH = 'casebook:no-slash';

/** The text kept under a key; empty if there is none. */
export function kept(key: string): string {
  try {
    return localStorage.getItem(key) ?? '';
  } catch {
    return '';
  }
}

/** Keeps a text, or drops it if it is empty. */
export function keep(key: string, text: string): void {
  try {
    if (text) localStorage.setItem(key, text);
    else localStorage.removeItem(key);
  } catch {
    // Storage is full or forbidden.
  }
}
