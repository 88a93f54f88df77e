/** Loads the page again, and goes back to where the reader was. */

const KEY = 'casebook:live-scroll';

interface Kept {
  address: string;
  left: number;
  top: number;
}

let isLeaving = false;

/** Loads the page again. */
export function reload(): void {
  if (isLeaving) return;
  isLeaving = true;
  const kept: Kept = { address: address(), left: scrollX, top: scrollY };
  try {
    sessionStorage.setItem(KEY, JSON.stringify(kept));
  } catch {
    // Without storage the browser does what it can by itself.
  }
  location.reload();
}

/** Goes back to where the page was before it was loaded again. */
export function restore(): void {
  const kept = take();
  if (kept?.address !== address()) return;
  const { left, top } = kept;
  const before = history.scrollRestoration;
  history.scrollRestoration = 'manual';
  const go = (): void => scrollTo({ left, top, behavior: 'instant' });
  // Images that have no size yet make the page longer when they come. A reader who has moved on is left alone.
  const stop = new AbortController();
  for (const moved of ['wheel', 'keydown', 'pointerdown', 'touchstart']) {
    addEventListener(moved, () => stop.abort(), { once: true, passive: true, signal: stop.signal });
  }
  const settled = (): void => {
    if (!stop.signal.aborted) go();
    stop.abort();
    history.scrollRestoration = before;
  };
  go();
  // The browser itself goes to the heading of an address after this event.
  addEventListener('load', () => setTimeout(settled), { once: true });
}

function take(): Kept | undefined {
  try {
    const text = sessionStorage.getItem(KEY);
    sessionStorage.removeItem(KEY);
    return text ? (JSON.parse(text) as Kept) : undefined;
  } catch {
    return undefined;
  }
}

function address(): string {
  return location.pathname + location.search;
}
