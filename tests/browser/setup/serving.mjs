/** A copy of the sample site that `casebook serve` serves, and that a test may write in. */
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';

import { casebook, project } from './machine.mjs';

/**
 * @typedef {object} Serving
 * @property {string} address of the home page
 * @property {string} root folder of the site
 * @property {(file: string) => string} read
 * @property {(file: string, text: string | Buffer) => void} write
 * @property {(file: string, from: string, to: string) => void} edit puts a text in the place of another
 * @property {(...more: string[]) => Promise<void>} restart ends the server and starts it again
 * @property {() => Promise<number | null>} end gives the exit status
 */

/**
 * Serves a copy of the sample site, in a folder that goes when the tests end.
 *
 * @param {'zh' | 'en'} lang of the terminal
 * @param {string[]} more arguments
 * @returns {Promise<Serving>}
 */
export async function serving(lang, ...more) {
  const root = mkdtempSync(path.join(tmpdir(), 'casebook-'));
  for (const name of ['content', 'registries', 'theme', 'site.toml']) {
    const source = path.join(project, name);
    if (existsSync(source)) cpSync(source, path.join(root, name), { recursive: true });
  }
  const file = (name) => path.join(root, name);
  const read = (name) => readFileSync(file(name), 'utf8');
  const write = (name, text) => {
    mkdirSync(path.dirname(file(name)), { recursive: true });
    writeFileSync(file(name), text);
  };
  const args = ['--lang', lang, 'serve', '--root', root, ...more];
  let { child, address } = await start([...args, '--port', '0']);
  process.on('exit', () => {
    child.kill('SIGKILL');
    rmSync(root, { recursive: true, force: true });
  });
  const end = () =>
    new Promise((resolve) => {
      child.once('exit', resolve);
      child.kill('SIGINT');
    });
  return {
    address,
    root,
    read,
    write,
    edit: (name, from, to) => {
      const text = read(name);
      if (!text.includes(from)) throw new Error(`${name} has no ${from}`);
      write(name, text.replace(from, to));
    },
    restart: async () => {
      await end();
      ({ child } = await start([...args, '--port', new URL(address).port]));
    },
    end,
  };
}

/**
 * Starts a server, and waits until it says where it serves.
 *
 * @param {string[]} args
 * @returns {Promise<{child: import('node:child_process').ChildProcess, address: string}>}
 */
function start(args) {
  const child = spawn(casebook(), args, { stdio: ['ignore', 'ignore', 'pipe'] });
  return new Promise((resolve, reject) => {
    const said = [];
    createInterface({ input: /** @type {import('node:stream').Readable} */ (child.stderr) }).on('line', (line) => {
      said.push(line);
      const address = /^http:\S+/.exec(line)?.[0];
      if (address) resolve({ child, address });
    });
    child.once('exit', (status) => reject(new Error(`casebook serve ended with ${status}:\n${said.join('\n')}`)));
  });
}
