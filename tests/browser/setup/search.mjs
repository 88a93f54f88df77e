/** Searching, as a reader does: with the dialog or on the search page. */
import { counterpart } from './site.mjs';

/** Queries that the sample site has an answer to, by language. */
export const QUERIES = {
  'zh-Hans': {
    /** Of many results. */
    common: '知识产权',
    /** Of many results, in texts below headings. */
    words: '专利 检索',
    /** A term of the glossary. */
    term: '知识产权战略',
    /** The same term in the other language. */
    foreign: 'intellectual property strategy',
    /** Taken for `corrected`. */
    wrong: 'zhishichanquan',
    corrected: '知识产权',
    /** In no page. */
    nothing: '魑魅魍魉',
  },
  en: {
    common: 'intellectual property',
    words: 'patent search',
    term: 'intellectual property strategy',
    foreign: '知识产权战略',
    wrong: 'intelectual',
    corrected: 'intellectual',
    nothing: 'xylophone',
  },
};

/** Parts of the dialog and of the search page. */
export const PARTS = {
  dialog: 'dialog[open]',
  box: 'dialog[open] [role=combobox]',
  option: 'dialog[open] [role=option]',
  status: '[role=status]:visible',
  pageBox: '.search-page input[name=q]',
  hit: '.search-list > .hit',
  filter: '.search-facets input',
};

/**
 * Path of a language's search page, with a question.
 *
 * @param {string} lang
 * @param {Record<string, string>} [question]
 */
export function searchPage(lang, question = {}) {
  const text = new URLSearchParams(question).toString();
  return counterpart('search/index.html', lang) + (text && `?${text}`);
}

/**
 * Opens the dialog with the keyboard, and enters a text at once: typed character by character, it
 * is asked for in parts on a slow machine, and what a test does meets answers to other questions.
 *
 * @param {import('playwright-core').Page} page
 * @param {string} query
 */
export async function ask(page, query) {
  await page.keyboard.press('/');
  await page.locator(PARTS.box).waitFor();
  await page.keyboard.insertText(query);
}

/**
 * The number that the page tells of results.
 *
 * @param {import('playwright-core').Page} page
 */
export async function told(page) {
  const status = page.locator(PARTS.status, { hasText: /\d/ });
  return Number((await status.innerText()).replace(/\D/g, ''));
}
