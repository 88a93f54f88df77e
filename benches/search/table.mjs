/**
 * The report: one table for each corpus, what casebook must reach beside what it does.
 */
import { quantile } from './measure.mjs';

/** What casebook's search must reach on a corpus of 4,519 pages, which is kept apart. */
const TARGETS = {
  'bytes cold zh': '≤ 64 KiB',
  'bytes cold en': '≤ 64 KiB',
  'requests cold zh': '≤ 10',
  'requests cold en': '≤ 10',
  'bytes next zh': '≤ 30 KiB',
  'bytes next en': '≤ 24 KiB',
  'slow cold zh': '≤ 700 ms',
  'slow cold en': '≤ 700 ms',
  'slow next zh': '≤ 380 ms',
  'slow next en': '≤ 380 ms',
  'mrr title zh': '≥ .95',
  'mrr heading zh': '≥ .94',
  'mrr rare zh': '≥ .95',
  'mrr title en': '≥ .96',
  'mrr heading en': '≥ .90',
  'mrr rare en': '≥ .98',
  recall: '1.000',
  'phrase precision': '1.000',
  'top ten': '≥ .95',
  history: '0',
  cpu: '≤ 8 s',
  peak: '≤ 600 MB',
  disk: '≤ 14 MB',
  files: '≤ 0.5 a page',
};

/** Engines in the order of the columns. */
const ENGINES = ['Pagefind', 'casebook'];

/**
 * @param {import('./run.mjs').Report} report
 * @returns {string} Markdown
 */
export function table(report) {
  const rows = [...buildRows(report), ...networkRows(report), ...qualityRows(report)];
  const lines = rows.map(([what, key, ...values]) => `| ${[what, ...values, TARGETS[key] ?? ''].join(' | ')} |`);
  const { zh, en } = report.pages;
  return [
    `### ${report.corpus}: ${zh + en} pages (${zh} zh, ${en} en)`,
    '',
    `| | ${ENGINES.join(' | ')} | target |`,
    `|---|${'--:|'.repeat(ENGINES.length)}--:|`,
    ...lines,
    '',
  ].join('\n');
}

/**
 * @param {import('./run.mjs').Report} report
 * @param {(engine: import('./run.mjs').EngineReport) => string | undefined} value
 */
function across(report, value) {
  return ENGINES.map((name) => {
    const engine = report.engines[name];
    return (engine && value(engine)) ?? '–';
  });
}

/** @param {import('./run.mjs').Report} report */
function buildRows(report) {
  const all = report.pages.zh + report.pages.en;
  const row = (what, key, value) => [what, key, ...across(report, (engine) => engine.build && value(engine.build))];
  return [
    row('index build, processor (user + system)', 'cpu', ({ cost }) => `${number(cost.user + cost.system)} s (${number(cost.user)} + ${number(cost.system)})`),
    row('index build, wall', 'wall', ({ cost }) => `${number(cost.wall)} s`),
    row('peak memory', 'peak', ({ cost }) => `${number(cost.peak / 1e6, 0)} MB`),
    row('index on disk', 'disk', ({ index }) => `${number(index.bytes / 1e6, 2)} MB`),
    row('files', 'files', ({ index }) => `${index.files} (${number(index.files / all, 2)} a page)`),
  ];
}

/** @param {import('./run.mjs').Report} report */
function networkRows(report) {
  const rows = [];
  const row = (what, key, speed, when, lang, value) => {
    rows.push([
      `${what}, ${lang}`,
      `${key} ${lang}`,
      ...across(report, (engine) => {
        const samples = engine.network?.[lang]?.[speed]?.[when];
        return samples?.length ? value(samples) : undefined;
      }),
    ]);
  };
  const median = (samples, of) => quantile(samples.map(of));
  const after = (samples) => samples[0].after && kib(samples.map((sample) => sample.after));
  const kib = (samples) => {
    const kinds = ['script', 'root', 'terms', 'texts', 'other']
      .map((kind) => [kind, median(samples, (sample) => sample.kinds[kind] ?? 0)])
      .filter(([, bytes]) => bytes > 0)
      .map(([kind, bytes]) => `${kind} ${number(bytes / 1024, 0)}`);
    return `${number(median(samples, (sample) => sample.bytes) / 1024)} KiB (${kinds.join(', ') || 'none'})`;
  };
  const times = (samples) => `${number(median(samples, (sample) => sample.time), 0)} ms`;
  const spread = (samples) =>
    `${number(median(samples, (sample) => sample.time), 0)} ms (to ${number(quantile(samples.map((sample) => sample.time), 0.95), 0)})`;
  for (const lang of ['zh', 'en']) {
    row('cold, ten results with excerpts', 'bytes cold', 'fast', 'cold', lang, kib);
    row('cold, requests', 'requests cold', 'fast', 'cold', lang, (samples) => number(median(samples, (sample) => sample.requests), 0));
    row('then, while one looks at them', 'bytes cold after', 'fast', 'cold', lang, after);
    row('the next query', 'bytes next', 'fast', 'next', lang, kib);
    row('the next query, requests', 'requests next', 'fast', 'next', lang, (samples) => number(median(samples, (sample) => sample.requests), 0));
    row('then, while one looks at its results', 'bytes next after', 'fast', 'next', lang, after);
    row('a new page, warm cache', 'bytes again', 'fast', 'again', lang, kib);
    row('cold, full speed', 'fast cold', 'fast', 'cold', lang, times);
    row('next query, full speed', 'fast next', 'fast', 'next', lang, times);
    row('cold, 9 Mbps and 170 ms', 'slow cold', 'slow', 'cold', lang, spread);
    row('next query, 9 Mbps and 170 ms', 'slow next', 'slow', 'next', lang, spread);
  }
  return rows;
}

/** @param {import('./run.mjs').Report} report */
function qualityRows(report) {
  const rows = [];
  for (const lang of ['zh', 'en']) {
    for (const set of ['title', 'heading', 'rare']) {
      rows.push([
        `MRR@10, ${set}, ${lang}`,
        `mrr ${set} ${lang}`,
        ...across(report, (engine) => {
          const found = engine.quality?.[lang]?.known[set];
          return found?.count ? `${number(found.mrr, 3)} (${found.missed} of ${found.count} not in ten)` : undefined;
        }),
      ]);
    }
  }
  const strings = (what, key, value) =>
    rows.push([
      what,
      key,
      ...across(report, (engine) => {
        const found = engine.quality?.zh?.substrings;
        return found && value(found);
      }),
    ]);
  strings('Han substrings: recall', 'recall', (found) => `${number(found.recall, 4)} (${found.incomplete} of ${found.count} incomplete)`);
  strings('in quotation marks: recall', 'phrase recall', (found) => number(found.phraseRecall, 4));
  strings('in quotation marks: precision', 'phrase precision', (found) => number(found.phrasePrecision, 4));
  strings('top ten, unquoted: precision', 'top ten', (found) => number(found.topTen, 3));
  rows.push([
    'results that depend on what was searched before',
    'history',
    ...across(report, (engine) => {
      const all = Object.values(engine.quality ?? {}).map((quality) => quality.history);
      if (all.length === 0) return undefined;
      const sum = (of) => all.reduce((total, one) => total + one[of], 0);
      return `${sum('differing')} of ${sum('count')}`;
    }),
  ]);
  return rows;
}

/**
 * @param {number} value
 * @param {number} [digits]
 */
function number(value, digits = 1) {
  return Number.isFinite(value) ? value.toFixed(digits) : '–';
}
