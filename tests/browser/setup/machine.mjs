/**
 * Finds the programs that the tests need: Chromium, Java, and casebook itself. A program that is
 * missing fails the tests with what to install; no test is ever skipped for it.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder. */
export const project = fileURLToPath(new URL('../../../', import.meta.url));

/** Path of Chromium, or of a browser built from it. */
export function chromium() {
  const names = ['chromium', 'chromium-browser', 'google-chrome'];
  return (
    chosen('CHROMIUM') ??
    onPath(...names) ??
    missing('Chromium', 'apt-get install chromium fonts-noto-cjk', 'CHROMIUM')
  );
}

/** Path of Java, 17 or later. */
export function java() {
  return chosen('JAVA') ?? onPath('java') ?? missing('Java', 'apt-get install default-jre-headless', 'JAVA');
}

/** Path of the casebook under test. */
export function casebook() {
  const built = ['release', 'debug'].map((profile) => path.join(project, 'target', profile, 'casebook'));
  return (
    chosen('CASEBOOK') ??
    built.find((file) => existsSync(file)) ??
    missing('casebook', 'cargo build --release', 'CASEBOOK')
  );
}

/** @param {string} variable */
function chosen(variable) {
  const file = process.env[variable];
  if (file && !existsSync(file)) throw new Error(`${variable} names ${file}, which does not exist`);
  return file ? path.resolve(file) : undefined;
}

/** @param {string[]} names */
function onPath(...names) {
  const folders = [...(process.env.PATH ?? '').split(path.delimiter), '/usr/bin'].filter(Boolean);
  const files = names.flatMap((name) => folders.map((folder) => path.join(folder, name)));
  return files.find((file) => existsSync(file));
}

/**
 * @param {string} program
 * @param {string} command
 * @param {string} variable
 * @returns {never}
 */
function missing(program, command, variable) {
  throw new Error(`${program} is missing. Install it (${command}), or name it in ${variable}.`);
}
