/** What the page tells the search: addresses and words, both of which the theme writes into it. */

/** A word of the theme, by its key, with every `{name}` filled in. */
export type Word = (key: string, values?: Record<string, string>) => string;

/** Everything the search knows of the page it is on. */
export interface Setting {
  /** The form of the page's head, or of the search page. */
  form: HTMLFormElement;
  /** The box in it. */
  box: HTMLInputElement;
  word: Word;
}

/** Reads the page; undefined where it has no search. */
export function setting(): Setting | undefined {
  const form = document.querySelector<HTMLFormElement>('.search-form');
  const words = document.querySelector<HTMLTemplateElement>('#_search-words');
  return form && words ? { form, box: form.querySelector('input')!, word: dictionary(words.content.textContent!) } : undefined;
}

/** The words are lines of `key=text`. */
function dictionary(text: string): Word {
  const words: Record<string, string> = {};
  for (const [, key, word] of text.matchAll(/^(\w+)=(.*)$/gm)) words[key!] = word!;
  return (key, values = {}) => (words[key] ?? key).replace(/\{(\w+)\}/g, (hole, name) => values[name] ?? hole);
}
