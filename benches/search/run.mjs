/**
 * Measures casebook's search, and Pagefind's beside it. README.md has the options.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

import * as casebook from './casebook.mjs';
import { launch } from './chromium.mjs';
import { measure } from './measure.mjs';
import * as peer from './peer.mjs';
import { quality } from './quality.mjs';
import { queries } from './queries.mjs';
import { serve } from './serve.mjs';
import * as sites from './site.mjs';
import { table } from './table.mjs';
import { documents } from './text.mjs';
import { tune } from './tune.mjs';

/**
 * @typedef {object} EngineReport
 * @property {{cost: import('./site.mjs').Cost, index: {files: number, bytes: number}}} [build]
 * @property {Record<string, {fast?: import('./measure.mjs').Measured, slow?: import('./measure.mjs').Measured}>} [network]
 * @property {Record<string, import('./quality.mjs').Quality>} [quality]
 *
 * @typedef {object} Report
 * @property {string} corpus
 * @property {{zh: number, en: number}} pages
 * @property {Record<string, EngineReport>} engines
 */

const PARTS = ['build', 'network', 'quality'];

const { values: options } = parseArgs({
  options: {
    site: { type: 'string', multiple: true, default: [] },
    sample: { type: 'boolean', default: false },
    generated: { type: 'string', multiple: true, default: [] },
    part: { type: 'string', multiple: true, default: PARTS },
    engine: { type: 'string', multiple: true, default: ['pagefind', 'casebook'] },
    tune: { type: 'boolean', default: false },
    client: { type: 'boolean', default: false },
    json: { type: 'string' },
    quick: { type: 'boolean', default: false },
    queries: { type: 'string', default: '60' },
    seed: { type: 'string', default: '1' },
  },
});

const LANGS = /** @type {const} */ (['zh', 'en']);
const does = (/** @type {string} */ part) => options.part.includes(part);
const wants = (/** @type {string} */ engine) => options.engine.includes(engine);

function corpora() {
  const named = options.site.map((pair) => {
    const [name, ...folder] = pair.split('=');
    if (!folder.length) throw new Error(`--site wants NAME=FOLDER, not ${pair}`);
    return sites.corpus(name, folder.join('='));
  });
  const written = options.generated.flatMap((some) => some.split(',')).map((pages) => sites.generated(Number(pages)));
  const all = [...named, ...(options.sample ? [sites.sample()] : []), ...written];
  return all.length ? all : [sites.sample()];
}

const started = Date.now();

/** @param {string} text */
function tell(text) {
  console.error(`${String(Math.round((Date.now() - started) / 1000)).padStart(5)} s  ${text}`);
}

/**
 * @param {import('./site.mjs').Corpus} corpus
 * @param {import('playwright-core').Browser} browser
 * @returns {Promise<Report>}
 */
async function run(corpus, browser) {
  const times = options.quick || !does('build') ? 1 : 3;
  tell(`${corpus.name}: building`);
  const built = casebook.build(corpus, times);
  if (options.client) await casebook.renewScripts(built.site);
  const pages = documents(built.site);
  const of = (/** @type {string} */ lang) => pages.filter((page) => page.lang === lang);
  const report = { corpus: corpus.name, pages: { zh: of('zh').length, en: of('en').length }, engines: {} };
  tell(`${corpus.name}: ${pages.length} documents`);

  const mounts = { '/': built.site };
  /** @type {Array<{searcher: import('./measure.mjs').Searcher, report: EngineReport, engine: (lang: 'zh' | 'en') => Promise<import('./quality.mjs').Engine>}>} */
  const engines = [];
  let origin = '';
  const context = await browser.newContext();
  if (wants('pagefind')) {
    const index = peer.build(built.site, pages, sites.folder(`${corpus.name}-peer`), times);
    mounts[peer.MOUNT] = index.output;
    tell(`${corpus.name}: indexed by Pagefind`);
    engines.push({
      searcher: peer,
      report: { build: { cost: index.cost, index: index.index } },
      engine: (lang) => peer.engine(context, origin, index.output, lang),
    });
  }
  if (wants('casebook') && casebook.isSearchable(built.site)) {
    await sameDocuments(built.site, pages);
    engines.push({
      searcher: casebook,
      report: { build: built },
      engine: (lang) => casebook.engine(built.site, lang),
    });
  }

  const server = await serve(mounts, peer.PAGES);
  origin = server.origin;
  const asked = { zh: queries(of('zh'), 'zh', queryOptions()), en: queries(of('en'), 'en', queryOptions()) };
  for (const { searcher, report: found, engine } of engines) {
    report.engines[searcher.name] = found;
    for (const lang of LANGS) {
      const timed = asked[lang].timed.slice(0, Number(options.queries));
      if (does('network')) {
        found.network ??= {};
        found.network[lang] = {
          fast: await measure(browser, origin, searcher, lang, timed, false),
          slow: await measure(browser, origin, searcher, lang, timed, true),
        };
        tell(`${corpus.name}: ${searcher.name}, ${lang}: ${timed.length} queries in the browser`);
      }
      if (does('quality')) {
        const made = await engine(lang);
        found.quality ??= {};
        found.quality[lang] = await quality(made, asked[lang]);
        await made.close();
        tell(`${corpus.name}: ${searcher.name}, ${lang}: answers looked at`);
      }
    }
  }
  server.close();
  await context.close();
  return report;
}

/**
 * What casebook has in its index must be what the benchmark takes for documents: Pagefind gets those,
 * and queries are made from them.
 *
 * @param {string} site
 * @param {import('./text.mjs').Page[]} pages
 */
async function sameDocuments(site, pages) {
  const indexed = new Set((await Promise.all(LANGS.map((lang) => casebook.paths(site, lang)))).flat());
  const known = new Set(pages.map((page) => page.path));
  const differing = [...[...indexed].filter((path) => !known.has(path)), ...[...known].filter((path) => !indexed.has(path))];
  if (differing.length > 0) tell(`casebook's index and the site's documents differ in ${differing.length} pages: ${differing.slice(0, 5).join(', ')}`);
}

function queryOptions() {
  return { quick: options.quick, seed: Number(options.seed) };
}

async function compare() {
  const browser = await launch();
  const reports = [];
  try {
    for (const corpus of corpora()) {
      const report = await run(corpus, browser);
      reports.push(report);
      console.log(table(report));
      if (options.json) writeFileSync(options.json, `${JSON.stringify({ pagefind: peer.version(), reports }, undefined, 1)}\n`);
    }
  } finally {
    await browser.close();
  }
}

if (options.tune) {
  const { report, ...weights } = await tune(corpora(), queryOptions(), tell);
  console.log(report);
  if (options.json) writeFileSync(options.json, `${JSON.stringify(weights, undefined, 1)}\n`);
} else {
  await compare();
}
