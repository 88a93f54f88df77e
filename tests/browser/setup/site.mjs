/**
 * The sites under test, each built once per test file into a folder that goes when the tests end:
 * the sample site as it is, and a variant of it with what the sample site does not have.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { attribute, classes, elements } from './html.mjs';
import { casebook, project } from './machine.mjs';

/**
 * @typedef {object} Page one HTML file of a site
 * @property {string} path from the site's root, with `/`
 * @property {string} kind what the page is: `case`, `policy`, …; `redirect` for an old address
 * @property {string} lang tag of the page's language
 * @property {import('./html.mjs').Element[]} elements
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
  'not-found', 'page', 'policy', 'redirect', 'registry', 'section', 'term',
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
};

let sampleSite;
let variantSite;

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
  page(VARIANT.moved.replace('.html', '.en.md'), 'A page that moved', alias);
  return root;
}

/**
 * @param {string} root
 * @param {string} folder
 * @param {string} [base]
 * @returns {Site}
 */
function build(root, folder, base) {
  const output = path.join(folder, 'site');
  const args = ['--lang', 'en', 'build', '--strict', '--quiet', '--root', root, '--output', output];
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
  const all = elements(readFileSync(path.join(folder, file), 'utf8'));
  const html = all.find((element) => element.tagName === 'html');
  const body = all.find((element) => element.tagName === 'body');
  const kind = body && classes(body).find((name) => name.startsWith('kind-'));
  return {
    path: file,
    kind: kind?.slice('kind-'.length) ?? 'redirect',
    lang: (html && attribute(html, 'lang')) ?? '',
    elements: all,
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
 * @param {Site} site
 * @param {string} lang
 * @returns {Page[]}
 */
export function representatives(site, lang) {
  const candidates = site.pages
    .filter((page) => page.lang === lang && page.kind !== 'redirect')
    .map((page) => ({ page, shows: new Set([page.kind, ...page.elements.flatMap(classes)]) }));
  const missing = new Set(candidates.flatMap(({ shows }) => [...shows]));
  const chosen = [];
  while (missing.size > 0) {
    const gain = ({ shows }) => [...shows].filter((name) => missing.has(name)).length;
    const best = candidates.reduce((one, other) => (gain(other) > gain(one) ? other : one));
    best.shows.forEach((name) => missing.delete(name));
    chosen.push(best.page);
  }
  return chosen;
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

function temporary() {
  const folder = mkdtempSync(path.join(tmpdir(), 'casebook-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
