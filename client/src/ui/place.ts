/** The indexes that a page can ask: that of its own language and that of the other. */
import { browserSource, type Lang, openIndex, scriptSource, type SearchIndex } from '../engine/index';
import { form, handed, root } from './handed';

/** One language's part of the site. */
export interface Place {
  lang: Lang;
  /** BCP 47 tag. */
  tag: string;
  /** The language's name in itself; empty for the page's own. */
  name: string;
  /** Address of its search page, without a query. */
  page: string;
  /** Opens the index, once. */
  open: () => Promise<SearchIndex>;
  /** Has the index opened anew, for example because the site was published again. */
  forget: () => void;
}

/** The page's own language, and the other one where there is one. */
export interface Places {
  own: Place;
  other: Place | undefined;
}

/** Reads them from the form that the theme wrote. */
export function places(): Places {
  const { index, offline, otherTag, otherName, otherIndex, otherPage } = form.dataset as Record<string, string>;
  const place = (tag: string, name: string, folder: string, page: string): Place => {
    const lang: Lang = tag.startsWith('zh') ? 'zh' : 'en';
    let opened: Promise<SearchIndex> | undefined;
    const forget = (): void => {
      opened = undefined;
    };
    const open = (): Promise<SearchIndex> => {
      opened ??= openIndex(offline === undefined ? browserSource(root + folder, early) : scriptSource(root + folder, lang));
      opened.catch(forget);
      return opened;
    };
    return { lang, tag, name, page, open, forget };
  };
  return {
    own: place(document.documentElement.lang, '', index, form.action.replace(/\?.*/, '')),
    other: otherTag ? place(otherTag, otherName, otherIndex, root + otherPage) : undefined,
  };
}

/** The root that the loader has asked for, which is that of the page's own index: the first to be opened. */
function early(): Promise<Response> | undefined {
  const { root } = handed;
  handed.root = undefined;
  return root;
}
