/** Where a browser gets files from: a server, or scripts beside a page that was opened from disk. */
import { ROOT, SearchError, type Source } from './files';
import type { Lang } from './index';

declare global {
  interface Window {
    casebookFile?: (name: string, base64: string) => void;
  }
}

/**
 * Files from a server; `base` is the folder of the index, with a slash at its end. The root may have been
 * asked for before: `early` gives this answer, once.
 */
export const browserSource = (base: string, early: () => Promise<Response> | undefined): Source => ({
  async load(path) {
    try {
      const isRoot = path === ROOT;
      // The root keeps its name; all other files are named by their content.
      const cache = isRoot ? 'no-cache' : 'default';
      const answer = await ((isRoot && early()) || fetch(`${base}${path}.bin`, { cache }));
      if (answer.ok) return new Uint8Array(await answer.arrayBuffer());
    } catch {
      // Told below.
    }
    throw new SearchError('network', path);
  },
});

/** What scripts have handed over and nobody has taken yet. */
const delivered = new Map<string, string>();

/** Files of an offline site; `base` is the folder of the index, with a slash at its end. */
export function scriptSource(base: string, lang: Lang): Source {
  window.casebookFile = (name, base64) => void delivered.set(name, base64);
  return {
    load: (path) =>
      new Promise((resolve, reject) => {
        const name = `${lang}/${path}`;
        const script = document.createElement('script');
        script.onload = script.onerror = (event) => {
          script.remove();
          const base64 = delivered.get(name) ?? '-';
          delivered.delete(name);
          try {
            resolve(Uint8Array.from(atob(base64), (char) => char.charCodeAt(0)));
          } catch {
            reject(new SearchError((event as Event).type === 'error' ? 'network' : 'damaged', path));
          }
        };
        script.src = `${base}${path}.js`;
        document.head.append(script);
      }),
  };
}
