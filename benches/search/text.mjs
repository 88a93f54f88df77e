/**
 * The visible text of a built site's documents, read from its HTML.
 *
 * This is the ground truth of the benchmark, so it uses nothing of casebook's own code. The HTML is
 * what casebook writes, well-formed and with few entities; a full parser would take longer on
 * 100,000 pages than building them.
 */
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

/**
 * Kinds of pages that are documents. The others (lists, facets, registries) show what documents say.
 */
const DOCUMENTS = ['case', 'clause', 'course', 'home', 'interpretation', 'lesson', 'page', 'policy', 'section', 'term'];

/**
 * Parts of a page's main element that show other pages, or nothing of their own. What they say is
 * no text of the page; neither engine is to find it by that.
 */
export const FOREIGN = ['heading-link', 'list', 'related', 'edit', 'home-columns'];

/** Elements that do not end a line. */
const INLINE = new Set(
  'a abbr b bdi bdo cite code data del dfn em i img ins kbd mark q rp rt ruby s samp small span strong sub sup time u var wbr'.split(' '),
);
const VOID = new Set('area base br col embed hr img input link meta source track wbr'.split(' '));
const ENTITIES = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' };

/**
 * @typedef {object} Page
 * @property {string} path from the site's root
 * @property {'zh' | 'en'} lang
 * @property {string} title
 * @property {string[]} headings in its text
 * @property {string[]} sentences lines of prose that are no headings, no code and no table
 * @property {string} prose all text that the author wrote below the title, and the title, folded; a
 *   line for each block
 * @property {string} all all text of the page's main element, folded: what a search may find it by
 */

/**
 * Reads all documents of a site, in the order of their paths. Pages that stand in for a missing
 * translation are not documents: they name another page as the original and ask not to be indexed.
 *
 * @param {string} site
 * @returns {Page[]}
 */
export function documents(site) {
  return readdirSync(site, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.html'))
    .map((entry) => path.relative(site, path.join(entry.parentPath ?? entry.path, entry.name)).split(path.sep).join('/'))
    .sort()
    .flatMap((file) => read(file, readFileSync(path.join(site, file), 'utf8')) ?? []);
}

/**
 * As a search engine is free to see it: compatibility forms, case and runs of space do not matter.
 *
 * @param {string} text
 */
export function folded(text) {
  return text.normalize('NFKC').toLowerCase().replace(/[^\S\n]+/g, ' ').trim();
}

/**
 * @param {string} file
 * @param {string} html
 * @returns {Page | undefined}
 */
function read(file, html) {
  const kind = /<body class="kind-([\w-]+)/.exec(html)?.[1] ?? '';
  if (!DOCUMENTS.includes(kind) || /<meta name="robots" content="noindex/.test(html)) return undefined;
  const lang = /<html lang="en/.test(html) ? 'en' : 'zh';
  const main = /<main[^>]*>([\s\S]*)<\/main>/.exec(html)?.[1] ?? '';
  const lines = blocks(main);
  const title = lines.find((line) => line.element === 'h1')?.text ?? '';
  const own = lines.filter((line) => line.prose);
  const join = (/** @type {Line[]} */ some) => folded(some.map((line) => line.text).join('\n'));
  return {
    path: file,
    lang,
    title,
    headings: own.filter((line) => /^h[1-6]$/.test(line.element)).map((line) => line.text),
    sentences: own.filter((line) => /^(p|li|dd|blockquote)$/.test(line.element)).map((line) => line.text),
    prose: join([{ text: title, element: 'h1', prose: true }, ...own]),
    all: join(lines),
  };
}

/**
 * @typedef {object} Line
 * @property {string} text
 * @property {string} element the block it stands in
 * @property {boolean} prose whether the author wrote it as text of the page
 */

/**
 * @param {string} html
 * @returns {Line[]}
 */
function blocks(html) {
  /** @type {Line[]} */
  const lines = [];
  /** @type {{name: string, prose: boolean, hidden: boolean}[]} */
  const open = [{ name: 'main', prose: false, hidden: false }];
  let text = '';
  const block = () => open.findLast((element) => !INLINE.has(element.name)) ?? open[0];
  const end = () => {
    const { name, prose } = block();
    for (const line of text.split('\n')) {
      const shown = line.replace(/\s+/g, ' ').trim();
      if (shown) lines.push({ text: shown, element: name, prose });
    }
    text = '';
  };
  for (const [token, comment, close, start, attributes] of html.matchAll(
    /(<!--[\s\S]*?-->)|<\/([a-z][a-z0-9]*)\s*>|<([a-z][a-z0-9]*)((?:\s[^<>"]*(?:"[^"]*"[^<>"]*)*)?)>|[^<]+|</gi,
  )) {
    const inside = open[open.length - 1];
    if (comment) continue;
    if (close) {
      if (!INLINE.has(close)) end();
      const at = open.findLastIndex((element) => element.name === close);
      if (at > 0) open.length = at;
    } else if (start) {
      if (!INLINE.has(start)) end();
      if (VOID.has(start)) continue;
      const classes = / class="([^"]*)"/.exec(attributes)?.[1].split(' ') ?? [];
      open.push({
        name: start,
        // Words of the theme within the text: the mark beside a heading, the title of an alert.
        prose: (inside.prose || classes.includes('prose')) && !classes.includes('alert-title'),
        hidden: inside.hidden || classes.some((name) => FOREIGN.includes(name)) || /^(nav|script|style|svg|template)$/.test(start),
      });
    } else if (!inside.hidden) {
      const plain = token.includes('&') ? token.replace(/&(#x?)?(\w+);/gi, entity) : token;
      // Only preformatted text keeps its lines.
      text += open.some((element) => element.name === 'pre') ? plain : plain.replace(/\s+/g, ' ');
    }
  }
  end();
  return lines;
}

/**
 * @param {string} whole
 * @param {string | undefined} number
 * @param {string} name
 */
function entity(whole, number, name) {
  if (!number) return ENTITIES[name] ?? whole;
  return String.fromCodePoint(Number.parseInt(name, number.toLowerCase() === '#x' ? 16 : 10));
}
