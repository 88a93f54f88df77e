/** Pages, styles and images pass the Nu HTML checker. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import path from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';

import vnu from 'vnu-jar';

import { none } from './setup/assert.mjs';
import { java } from './setup/machine.mjs';
import { sample, variant } from './setup/site.mjs';

/** What the checker says that is not so. Nothing else is let through. */
const ALLOWED = [
  {
    // It reads files, which have no origin, so that nothing is 'self' to it. That the policy lets
    // through what a page needs is seen by Chromium in layout.test.mjs.
    message: /^Resource violates Content Security Policy \(meta tag\): [a-z ]+ “(\/|\.\.\/|[a-z])(?!\w*:)[^”]*” blocked by “(style|img|script)-src” directive\.$/,
  },
  {
    // It takes data for a script. A block of data is never run, so no policy applies to it.
    message: /^Inline script violates Content Security Policy \(meta tag\)/,
    extract: /<script type="application\/ld\+json">/,
  },
];

test('the Nu HTML checker finds nothing wrong with the sample site', async () => {
  none(await findings(sample()));
});

test('the Nu HTML checker finds nothing wrong with long lists, missing translations and redirects', async () => {
  none(await findings(variant()));
});

/** @param {import('./setup/site.mjs').Site} site */
async function findings(site) {
  const files = site.files.filter((file) => /\.(html|css|svg)$/.test(file)).map((file) => path.join(site.folder, file));
  assert.ok(files.some((file) => file.endsWith('.css')), 'no style sheet was built');
  const options = ['--also-check-css', '--also-check-svg', '--format', 'json', '--stdout', '--exit-zero-always'];
  const { stdout } = await promisify(execFile)(java(), ['-jar', String(vnu), ...options, ...files], {
    maxBuffer: 2 ** 28,
  });
  /** @type {Map<string, string[]>} */
  const places = new Map();
  for (const found of JSON.parse(stdout).messages) {
    if (ALLOWED.some((allowed) => allows(allowed, found))) continue;
    const place = `${found.url?.replace(`file:${site.folder}/`, '')}:${found.lastLine}`;
    places.set(found.message, [...(places.get(found.message) ?? []), place]);
  }
  return [...places].map(([message, [first, ...more]]) => `${first}${more.length ? ` and ${more.length} more` : ''}: ${message}`);
}

/**
 * @param {{message: RegExp, extract?: RegExp}} allowed
 * @param {{message: string, extract?: string}} found
 */
function allows(allowed, found) {
  return allowed.message.test(found.message) && (!allowed.extract || allowed.extract.test(found.extract ?? ''));
}
