/**
 * The corpora, the sites built from them, and what building takes.
 *
 * Everything is written to a folder that is removed at the end; a corpus is read and never copied.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { casebook, project } from '../../tests/browser/setup/machine.mjs';

/** What a site is made of. */
const SOURCES = ['content', 'registries', 'theme', 'site.toml'];

/** GNU time: Node does not tell what a child took of the processors and of memory. */
const TIME = '/usr/bin/time';

const temporary = mkdtempSync(path.join(tmpdir(), 'casebook-search-'));
process.on('exit', () => rmSync(temporary, { recursive: true, force: true }));

/**
 * A new folder for what is written.
 *
 * @param {string} name
 */
export function folder(name) {
  const made = path.join(temporary, name);
  mkdirSync(made, { recursive: true });
  return made;
}

/**
 * @typedef {object} Corpus
 * @property {string} name
 * @property {string} root the site's sources
 */

/**
 * A corpus: a site, or a folder with `content` alone, which gets the least settings there are. Its
 * parts are linked to, so that what casebook keeps beside a site's sources does not end up there.
 *
 * @param {string} name
 * @param {string} source
 * @returns {Corpus}
 */
export function corpus(name, source) {
  if (!existsSync(path.join(source, 'content'))) throw new Error(`${source} has no folder "content"`);
  const root = folder(`${name}-sources`);
  for (const part of SOURCES) {
    const from = path.resolve(source, part);
    if (existsSync(from)) symlinkSync(from, path.join(root, part));
  }
  const settings = path.join(root, 'site.toml');
  if (!existsSync(settings)) {
    writeFileSync(settings, `title = { zh = "${name}", en = "${name}" }\nbase_url = "https://${name}.example.org/"\n`);
  }
  return { name, root };
}

/** The sample site, which is the repository itself. */
export function sample() {
  return corpus('sample', project);
}

/**
 * A site that the repository's generator writes.
 *
 * @param {number} pages
 */
export function generated(pages) {
  const out = path.join(temporary, `generated-${pages}-written`);
  const command = ['bench', '--quiet', '--bench', 'generate', '--', '--pages', String(pages), '--out', out];
  execFileSync('cargo', command, { cwd: project, stdio: ['ignore', 'ignore', 'inherit'] });
  return corpus(`generated-${pages}`, out);
}

/**
 * @typedef {object} Cost
 * @property {number} wall seconds
 * @property {number} user seconds of the processors
 * @property {number} system the same, in the system
 * @property {number} peak bytes of memory
 */

/**
 * Runs a program and says what it took.
 *
 * @param {string} program
 * @param {string[]} args
 * @returns {Cost & {output: string}}
 */
export function measured(program, args) {
  if (!existsSync(TIME)) throw new Error(`${TIME} is missing. Install it (apt-get install time).`);
  const report = path.join(temporary, 'time');
  const ended = spawnSync(TIME, ['-o', report, '-f', '%e %U %S %M', program, ...args], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  const output = `${ended.stdout}${ended.stderr}`;
  if (ended.status !== 0) throw new Error(`${program} ${args.join(' ')} failed:\n${output.slice(-4000)}`);
  const [wall, user, system, peak] = readFileSync(report, 'utf8').trim().split(' ').map(Number);
  return { wall, user, system, peak: peak * 1024, output };
}

/**
 * The run whose processor time is in the middle.
 *
 * @param {number} times
 * @param {() => Cost & {output: string}} run
 */
export function middle(times, run) {
  const runs = Array.from({ length: times }, run);
  runs.sort((one, other) => one.user + one.system - other.user - other.system);
  return runs[Math.floor(times / 2)];
}

/** Whether the casebook under test has a search to build. */
export function hasSearch() {
  return execFileSync(casebook(), ['build', '--help'], { encoding: 'utf8' }).includes('--no-search');
}

/**
 * Builds a site as if for the first time: what casebook kept of an earlier build is removed.
 *
 * @param {Corpus} corpus
 * @param {string} output
 * @param {boolean} search
 */
export function build(corpus, output, search) {
  rmSync(output, { recursive: true, force: true });
  for (const kept of readdirSync(corpus.root)) {
    if (!SOURCES.includes(kept)) rmSync(path.join(corpus.root, kept), { recursive: true, force: true });
  }
  const args = ['--lang', 'en', 'build', '--quiet', '--timings', '--root', corpus.root, '--output', output];
  if (!search && hasSearch()) args.push('--no-search');
  return measured(casebook(), args);
}

/**
 * Number and size of the files below a folder.
 *
 * @param {string} root
 * @param {(file: string) => boolean} [counts]
 */
export function size(root, counts = () => true) {
  let files = 0;
  let bytes = 0;
  if (!existsSync(root)) return { files, bytes };
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath ?? entry.path, entry.name);
    if (!entry.isFile() || !counts(path.relative(root, file))) continue;
    files += 1;
    bytes += statSync(file).size;
  }
  return { files, bytes };
}
