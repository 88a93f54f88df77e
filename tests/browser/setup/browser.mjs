/** One Chromium for a test file, and a watch on everything that can go wrong while a page loads. */
import { after, afterEach } from 'node:test';

import { chromium as playwright } from 'playwright-core';

import { chromium } from './machine.mjs';
import { serve } from './server.mjs';
import { VARIANT, sample, variant } from './site.mjs';

/** Pages open at the same time. */
const PARALLEL = 4;

/** @type {Promise<import('playwright-core').Browser> | undefined} */
let launched;
/** @type {Promise<{origin: string, close: () => void}> | undefined} */
let served;

/**
 * Tabs that are open, each with what it asked for and with its problems. Tests close what they
 * open, so what is open after a test belongs to one that failed.
 *
 * @type {Map<import('playwright-core').Page, {asked: string[], problems: string[]}>}
 */
const open = new Map();

afterEach(async () => {
  for (const [page, { asked, problems }] of open) {
    const status = await page.locator('[role=status]').allInnerTexts().catch(String);
    console.error('left open:', { url: page.url(), status, problems, asked: asked.slice(-30) });
    await page.context().close();
  }
});

after(async () => {
  await (await launched)?.close();
  (await served)?.close();
});

/** The browser. */
export function browser() {
  // Chromium's own sandbox does not work for root, which is who runs most containers.
  const root = process.getuid?.() === 0;
  const args = ['--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-quic'];
  launched ??= playwright.launch({
    executablePath: chromium(),
    chromiumSandbox: !root,
    args: [...args, '--disable-gpu', '--no-first-run'],
  });
  return launched;
}

/**
 * Addresses of the sites, each with `/` at its end: the sample site at a host's root and in a
 * sub-path, the variant under the path of its base URL.
 */
export async function addresses() {
  served ??= serve({
    '/': sample().folder,
    '/some/sub-path/': sample().folder,
    [VARIANT.prefix]: variant().folder,
  });
  const { origin } = await served;
  return { root: `${origin}/`, subPath: `${origin}/some/sub-path/`, variant: `${origin}${VARIANT.prefix}` };
}

/**
 * Opens a tab in a context of its own.
 *
 * @param {import('playwright-core').BrowserContextOptions} [options]
 * @returns {Promise<{page: import('playwright-core').Page, problems: string[]}>} the tab, and the
 *   list that problems are added to
 */
export async function tab(options = {}) {
  const context = await (await browser()).newContext({ reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  const problems = watch(page);
  /** @type {string[]} */
  const asked = [];
  page.on('request', (request) => asked.push(`asked ${request.url()}`));
  page.on('requestfinished', (request) => asked.push(`got ${request.url()}`));
  open.set(page, { asked, problems });
  page.on('close', () => open.delete(page));
  return { page, problems };
}

/**
 * Clicks a link, and waits until the page it leads to is there.
 *
 * @param {import('playwright-core').Page} page
 * @param {import('playwright-core').Locator} link
 */
export async function follow(page, link) {
  const left = page.waitForEvent('framenavigated');
  await link.click();
  await left;
  await page.waitForLoadState('load');
}

/**
 * What goes wrong on a page, as it happens: errors on the console (violations of the content
 * security policy are among them), exceptions, requests that fail or leave the site.
 *
 * @param {import('playwright-core').Page} page
 */
function watch(page) {
  /** @type {string[]} */
  const problems = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) problems.push(`${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => problems.push(`exception: ${error.message}`));
  page.on('requestfailed', (request) => {
    // Leaving a page, the browser gives up what is still on its way, such as the icon.
    const reason = request.failure()?.errorText;
    if (reason !== 'net::ERR_ABORTED') problems.push(`failed: ${request.url()} (${reason})`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) problems.push(`status ${response.status()}: ${response.url()}`);
  });
  page.on('request', (request) => {
    if (!/^(data:|file:|blob:|http:\/\/127\.0\.0\.1:)/.test(request.url())) problems.push(`leaves: ${request.url()}`);
  });
  return problems;
}

/**
 * Visits pages, several at a time.
 *
 * @param {{path: string}[]} pages
 * @param {string} address where the site is served
 * @param {import('playwright-core').BrowserContextOptions} options
 * @param {(page: import('playwright-core').Page, path: string) => Promise<string[] | void>} check
 *   returns the page's problems
 * @returns {Promise<string[]>} all problems, each with its page
 */
export async function visit(pages, address, options, check) {
  const context = await (await browser()).newContext({ reducedMotion: 'reduce', ...options });
  const queue = [...pages];
  /** @type {string[]} */
  const found = [];
  const worker = async () => {
    const page = await context.newPage();
    const problems = watch(page);
    for (let next = queue.shift(); next; next = queue.shift()) {
      const { path } = next;
      await page.goto(address + encodeURI(path));
      const own = (await check(page, path)) ?? [];
      found.push(...[...own, ...problems.splice(0)].map((problem) => `${path}: ${problem}`));
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, worker));
  await context.close();
  return found.sort();
}
