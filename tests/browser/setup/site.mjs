/**
 * The sites under test, each built once per test file into a folder that goes when the tests end:
 * the sample site as it is, and a variant of it with what the sample site does not have.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { elements } from './html.mjs';
import { casebook, project } from './machine.mjs';

/**
 * @typedef {object} Page one HTML file of a site
 * @property {string} path from the site's root, with `/`
 * @property {string} kind what the page is: `case`, `policy`, …; `redirect` for an old address
 * @property {string} lang tag of the page's language
 * @property {string} html
 * @property {import('./html.mjs').Element[]} elements parsed when asked for: parsing takes longer
 *   than building the site
 */

/**
 * @typedef {object} Site
 * @property {string} folder where it was built
 * @property {string} base address it is published under, with a `/` at its end
 * @property {string[]} files all files, from the site's root, with `/`
 * @property {Page[]} pages
 */

/** Every kind of page that the tests must see; a kind that is new is seen without being named. */
export const KINDS = [
  'case', 'clause', 'clauses', 'course', 'facet', 'glossary', 'home', 'interpretation', 'lesson',
  'not-found', 'page', 'policy', 'redirect', 'registry', 'search', 'section', 'term',
];

/** Tags of the site's languages, the default one first. */
export const LANGS = ['zh-Hans', 'en'];

/** Pages of the variant that the sample site has no like of. */
export const VARIANT = {
  /** Entries on a page of a list. */
  pageSize: 3,
  /** Path of the base URL: deep, so that it differs from the root. */
  prefix: '/library/casebook/',
  /** A case whose English text was taken away. */
  withoutEnglish: 'cases/heyuan-foods.html',
  /** A page that has an English text only. */
  withoutChinese: 'about/only-english.html',
  /** An old address, and the page it leads to. */
  alias: 'old/address/index.html',
  moved: 'about/moved.html',
  /** Pages to look at besides those that show a class of their own. */
  pages: ['cases/heyuan-foods.html', 'about/only-english.html', 'cases/page/2.html', 'clauses/4/cases.html'],
};

let sampleSite;
let variantSite;
let offlineSite;

/**
 * The sample site, as its configuration says.
 *
 * @returns {Site}
 */
export function sample() {
  return (sampleSite ??= build(project, temporary()));
}

/**
 * The sample site with short lists, a missing translation each way, an old address, and a base URL
 * with a path.
 *
 * @returns {Site}
 */
export function variant() {
  return (variantSite ??= build(variantSources(), temporary(), `https://casebook.example.org${VARIANT.prefix}`));
}

/**
 * The sample site, built to be opened from disk.
 *
 * @returns {Site}
 */
export function offline() {
  return (offlineSite ??= build(project, temporary(), undefined, '--offline'));
}

function variantSources() {
  const root = temporary();
  for (const name of ['content', 'registries', 'theme', 'site.toml']) {
    const source = path.join(project, name);
    if (existsSync(source)) cpSync(source, path.join(root, name), { recursive: true });
  }
  const settings = readFileSync(path.join(root, 'site.toml'), 'utf8').replace(/^page_size.*$/m, '');
  writeFileSync(path.join(root, 'site.toml'), `page_size = ${VARIANT.pageSize}\n${settings}`);

  const content = path.join(root, 'content');
  rmSync(path.join(content, VARIANT.withoutEnglish.replace('.html', '.en.md')));
  const page = (name, title, more = '') =>
    writeFileSync(path.join(content, name), `---\ntitle: ${title}\n${more}---\n\n${title}.\n\n## A\n\n${title}.\n`);
  page(VARIANT.withoutChinese.replace('.html', '.en.md'), 'Only English');
  const alias = `aliases: [/${VARIANT.alias.replace('index.html', '')}]\n`;
  page(VARIANT.moved.replace('.html', '.md'), '搬了家的页面', alias);
  page(VARIANT.moved.replace('.html', '.en.md'), 'A page that moved', alias.replace('[/', '[/en/'));
  return root;
}

/**
 * @param {string} root
 * @param {string} folder
 * @param {string} [base]
 * @param {string[]} more arguments
 * @returns {Site}
 */
function build(root, folder, base, ...more) {
  const output = path.join(folder, 'site');
  const args = ['--lang', 'en', 'build', '--strict', '--quiet', '--root', root, '--output', output, ...more];
  execFileSync(casebook(), base ? [...args, '--base-url', base] : args, { stdio: ['ignore', 'ignore', 'inherit'] });
  const listed = readdirSync(output, { recursive: true, withFileTypes: true });
  const files = listed
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(output, path.join(entry.parentPath ?? entry.path, entry.name)))
    .map((file) => file.split(path.sep).join('/'))
    .sort();
  const pages = files.filter((file) => file.endsWith('.html')).map((file) => readPage(output, file));
  return { folder: output, base: base ?? configuredBase(root), files, pages };
}

/**
 * @param {string} folder
 * @param {string} file
 * @returns {Page}
 */
function readPage(folder, file) {
  const html = readFileSync(path.join(folder, file), 'utf8');
  let parsed;
  return {
    path: file,
    kind: /<body class="kind-([\w-]+)"/.exec(html)?.[1] ?? 'redirect',
    lang: /<html lang="([\w-]+)"/.exec(html)?.[1] ?? '',
    html,
    get elements() {
      return (parsed ??= elements(html));
    },
  };
}

/** @param {string} root */
function configuredBase(root) {
  const settings = readFileSync(path.join(root, 'site.toml'), 'utf8');
  const url = /^base_url\s*=\s*"([^"]+)"/m.exec(settings)?.[1];
  if (!url) throw new Error('the sample site has no base_url');
  return url.endsWith('/') ? url : `${url}/`;
}

/**
 * The fewest pages, roughly, that together show every kind of page and every class of the theme in
 * a language. Derived from the pages, so that what is new is seen without being named.
 *
 * @param {string} lang
 * @returns {{sample: Page[], variant: Page[]}} of the variant only what the sample site cannot show
 */
export function representatives(lang) {
  const shown = new Set();
  const ofSample = cover(sample().pages, lang, shown);
  const others = VARIANT.pages.map((file) => counterpart(file, lang));
  const named = variant().pages.filter((page) => others.includes(page.path));
  return { sample: ofSample, variant: [...new Set([...cover(variant().pages, lang, shown), ...named])] };
}

/**
 * @param {Page[]} pages
 * @param {string} lang
 * @param {Set<string>} shown kinds and classes that need no page any more; those of the pages
 *   chosen are added
 */
function cover(pages, lang, shown) {
  const candidates = pages
    .filter((page) => page.lang === lang && page.kind !== 'redirect')
    .map((page) => ({ page, shows: new Set([page.kind, ...classes(page.html)]) }));
  const gain = ({ shows }) => [...shows].filter((name) => !shown.has(name)).length;
  const chosen = [];
  for (;;) {
    const best = candidates.reduce((one, other) => (gain(other) > gain(one) ? other : one));
    if (gain(best) === 0) return chosen;
    best.shows.forEach((name) => shown.add(name));
    chosen.push(best.page);
  }
}

/**
 * Path of a page in another language, by the rule that all but the default have a folder.
 *
 * @param {string} file
 * @param {string} lang
 */
export function counterpart(file, lang) {
  const neutral = file.replace(/^en\//, '');
  return lang === LANGS[0] ? neutral : `${lang}/${neutral}`;
}

/** @param {string} html */
function classes(html) {
  return [...html.matchAll(/ class="([^"]*)"/g)].flatMap(([, names]) => names.split(' '));
}

function temporary() {
  const folder = mkdtempSync(path.join(tmpdir(), 'casebook-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
