/** Where a browser gets files from: a server, or scripts beside a page that was opened from disk. */
import { ROOT, SearchError, type Source } from './files';
import type { Lang } from './index';

declare global {
  interface Window {
    casebookFile?: (name: string, base64: string) => void;
  }
}

/** Requests that a browser has on their way to one host by HTTP/1.1; further ones wait for an answer. */
const CONNECTIONS = 6;

/**
 * Files from a server; `base` is the folder of the index, with a slash at its end. The root may have been
 * asked for before: `early` gives this answer, once.
 */
export function browserSource(base: string, early: () => Promise<Response> | undefined): Source {
  let many = 0;
  let isClosed = false;

  const get = async (path: string): Promise<Response> => {
    const url = `${base}${path}.bin`;
    // The root keeps its name; all other files are named by their content.
    if (path === ROOT) return early() ?? fetch(url, { cache: 'no-cache' });
    // Ten results need up to ten files, and HTTP without TLS is HTTP/1.1. What is asked for without cookies has
    // connections of its own: to open them takes as long as to wait, and once they are open, a round trip less.
    // A site that wants to know its readers refuses, or leads elsewhere, and is not asked so again.
    if (many > CONNECTIONS && !isClosed && location.protocol === 'http:') {
      const answer = await fetch(url, { credentials: 'omit', redirect: 'error' }).catch(() => undefined);
      if (answer?.ok) return answer;
      isClosed = true;
    }
    return fetch(url);
  };

  return {
    async load(path) {
      many++;
      try {
        const answer = await get(path);
        if (answer.ok) return new Uint8Array(await answer.arrayBuffer());
      } catch {
        // Told below.
      } finally {
        many--;
      }
      throw new SearchError('network', path);
    },
  };
}

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
