/**
 * Chromium, and what it loads. Everything is taken from the DevTools protocol: the bytes of an
 * answer with its headers as they came over the wire, workers included, and the slow network.
 */
import { chromium as playwright } from 'playwright-core';

import { chromium } from '../../tests/browser/setup/machine.mjs';

/** The network of a phone in a train: 9 Mbps, 170 ms. */
export const SLOW = { megabits: 9, latency: 170 };

/** Longest time that anything measured may take, in milliseconds. */
const PATIENCE = 60_000;

/**
 * Longest time that a file may still be on its way once everything is shown, in milliseconds: with 100,000
 * pages the numbers of all filters can take thousands of loads.
 */
const TRAILING = 30_000;

/** A sample that does not count, because not all that was loaded was seen. */
export class Missed extends Error {}

/** @returns {Promise<import('playwright-core').Browser>} */
export function launch() {
  // Chromium's own sandbox does not work for root, which is who runs most containers.
  const root = process.getuid?.() === 0;
  const args = ['--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-quic'];
  return playwright.launch({
    executablePath: chromium(),
    chromiumSandbox: !root,
    args: [...args, '--disable-gpu', '--no-first-run'],
  });
}

/**
 * Opens a page in a context of its own, whose cache is empty.
 *
 * @param {import('playwright-core').Browser} browser
 * @param {{megabits: number, latency: number}} [network] as fast as it can without
 */
export async function open(browser, network) {
  const context = await browser.newContext({ reducedMotion: 'reduce' });
  context.setDefaultTimeout(PATIENCE);
  return { context, ...(await another(context, network)) };
}

/**
 * Opens one more page in a context, whose cache holds what its other pages loaded.
 *
 * @param {import('playwright-core').BrowserContext} context
 * @param {{megabits: number, latency: number}} [network]
 */
export async function another(context, network) {
  const page = await context.newPage();
  const traffic = new Traffic(network);
  await traffic.watch(page);
  return { page, traffic };
}

/**
 * @typedef {object} Load
 * @property {string} url
 * @property {number} bytes that came over the wire, headers included; 0 from the cache
 * @property {boolean} done
 * @property {number} began seconds
 * @property {number} [waited] seconds until it was answered by a host
 * @property {string} [failed]
 */

/** What a page loads. */
export class Traffic {
  /** @type {Map<string, Load>} */
  #loads = new Map();
  /** @type {Map<string, Worker>} */
  #workers = new Map();

  /** @param {{megabits: number, latency: number}} [network] */
  constructor(network) {
    this.network = network;
  }

  /** @param {import('playwright-core').Page} page */
  async watch(page) {
    const session = await page.context().newCDPSession(page);
    for (const name of EVENTS) session.on(/** @type {any} */ (name), (/** @type {any} */ event) => this.#note(name, event));
    // A worker is a target of its own: it loads nothing that the page's events tell of, and a slow
    // network must be set for it before it runs. Playwright lets the worker run, too, sometimes
    // before these messages have arrived; `take` notices that.
    session.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
      const worker = new Worker(session, sessionId, (name, event) => this.#note(name, event));
      const told = [];
      if (targetInfo.type === 'worker') {
        this.#workers.set(sessionId, worker);
        told.push(worker.send('Network.enable'));
        if (this.network) told.push(worker.send('Network.emulateNetworkConditions', conditions(this.network)));
      }
      told.push(worker.send('Runtime.runIfWaitingForDebugger'));
      Promise.all(told).catch(() => {});
    });
    session.on('Target.receivedMessageFromTarget', ({ sessionId, message }) => this.#workers.get(sessionId)?.receive(message));
    session.on('Target.detachedFromTarget', ({ sessionId }) => this.#workers.delete(sessionId));
    await session.send('Network.enable');
    await session.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: true, flatten: false });
    if (this.network) await session.send('Network.emulateNetworkConditions', conditions(this.network));
  }

  /**
   * @param {string} name
   * @param {any} event
   */
  #note(name, event) {
    const load = this.#loads.get(event.requestId);
    if (name === 'Network.requestWillBeSent') {
      this.#loads.set(event.requestId, { url: event.request.url, bytes: 0, done: false, began: event.timestamp });
    } else if (!load) {
      return;
    } else if (name === 'Network.responseReceived') {
      if (!event.response.fromDiskCache) load.waited = event.timestamp - load.began;
      if (event.response.status >= 400) load.failed = `status ${event.response.status}`;
    } else if (name === 'Network.responseReceivedExtraInfo') {
      // What came over the wire, as far as headers tell: a worker's own script is announced by the
      // page and finished by the worker, which has not counted the body.
      const body = event.statusCode === 200 ? Number(event.headers['content-length'] ?? 0) : 0;
      load.bytes = Math.max(load.bytes, event.headersText.length + body);
    } else if (name === 'Network.loadingFinished') {
      load.bytes = Math.max(load.bytes, event.encodedDataLength);
      load.done = true;
    } else if (name === 'Network.loadingFailed') {
      load.done = true;
      if (!event.canceled) load.failed = event.errorText;
    }
  }

  /**
   * What was loaded since the last call, once nothing is on its way any more.
   *
   * @returns {Promise<Load[]>}
   */
  async take() {
    const end = Date.now() + TRAILING;
    const open = () => [...this.#loads.values()].some((load) => !load.done);
    // The events of what was loaded last come after the page has shown it.
    do await new Promise((resolve) => setTimeout(resolve, 30));
    while (open() && Date.now() < end);
    for (const worker of this.#workers.values()) await worker.isSeen();
    const loads = [...this.#loads.values()].filter((load) => /^https?:/.test(load.url));
    this.#loads.clear();
    for (const load of loads) {
      if (load.failed) throw new Error(`${load.url}: ${load.failed}`);
      if (!load.done) throw new Missed(`${load.url} was not finished`);
      const least = (this.network?.latency ?? 0) / 1000;
      if ((load.waited ?? least) < least * 0.95) throw new Missed(`${load.url} came faster than the network is`);
    }
    return loads;
  }
}

/** A session with a worker. Playwright's sessions cannot be nested, so messages are wrapped in the page's. */
class Worker {
  #sent = 0;
  #loads = 0;
  /** @type {Map<number, (result: any) => void>} */
  #waiting = new Map();

  /**
   * @param {import('playwright-core').CDPSession} session
   * @param {string} id
   * @param {(name: string, event: any) => void} note
   */
  constructor(session, id, note) {
    this.session = session;
    this.id = id;
    this.note = note;
  }

  /**
   * @param {string} method
   * @param {object} [params]
   */
  async send(method, params = {}) {
    const id = ++this.#sent;
    const answer = new Promise((resolve) => this.#waiting.set(id, resolve));
    await this.session.send('Target.sendMessageToTarget', { sessionId: this.id, message: JSON.stringify({ id, method, params }) });
    return answer;
  }

  /** @param {string} message */
  receive(message) {
    const { id, result, method, params } = JSON.parse(message);
    if (id) this.#waiting.get(id)?.(result);
    if (method === 'Network.requestWillBeSent') this.#loads += 1;
    if (EVENTS.includes(method)) this.note(method, params);
  }

  /** Whether all that the worker has loaded by its own account was told of. */
  async isSeen() {
    const expression = "performance.getEntriesByType('resource').length";
    const { result } = await this.send('Runtime.evaluate', { expression, returnByValue: true });
    if (this.#loads < result.value) throw new Missed(`a worker has loaded ${result.value} files, ${this.#loads} were seen`);
  }
}

const EVENTS = [
  'Network.requestWillBeSent',
  'Network.responseReceived',
  'Network.responseReceivedExtraInfo',
  'Network.loadingFinished',
  'Network.loadingFailed',
];

/** @param {{megabits: number, latency: number}} network */
function conditions({ megabits, latency }) {
  const throughput = (megabits * 1e6) / 8;
  return { offline: false, latency, downloadThroughput: throughput, uploadThroughput: throughput };
}
