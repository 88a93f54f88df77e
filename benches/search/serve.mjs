/**
 * Serves folders as a plain static host does: what browsers know as text is sent gzipped, what they
 * do not know is sent as it is; files have an ETag and may be kept for ten minutes.
 *
 * HTTP/1.1 with connections kept alive: browsers speak HTTP/2 with TLS only, and many static hosts
 * in closed networks have neither. A browser opens six connections to a host, so the seventh file
 * of a kind waits for the first; the measurements contain that for both search engines.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

/** Types by ending; those of text are compressed. */
const TYPES = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.xml': 'application/xml',
};
const TEXT = /^(text\/|application\/(json|xml)|image\/svg)/;

/** The level that nginx's own documentation and most hosts' defaults lie around. */
const LEVEL = 6;

/** Files kept in memory, so that compressing does not count as time on the network. */
const KEPT = 20_000;

/**
 * @param {Record<string, string>} mounts folders by path; paths begin and end with `/`
 * @param {Record<string, string>} [pages] pages that exist in no folder, by path
 * @returns {Promise<{origin: string, close: () => void}>}
 */
export async function serve(mounts, pages = {}) {
  const prefixes = Object.keys(mounts).sort((one, other) => other.length - one.length);
  /** @type {Map<string, Answer>} */
  const kept = new Map();
  const server = createServer((request, response) => {
    answer(request.url ?? '/').then(
      (found) => send(found, request, response),
      () => response.writeHead(500).end(),
    );
  });

  /** @param {string} url */
  async function answer(url) {
    const asked = decodeURIComponent(new URL(url, 'http://127.0.0.1').pathname);
    const known = kept.get(asked);
    if (known) return known;
    const read = await contents(asked);
    if (!read) return undefined;
    const made = prepared(read.type, read.body);
    if (kept.size < KEPT) kept.set(asked, made);
    return made;
  }

  /** @param {string} asked */
  async function contents(asked) {
    if (asked in pages) return { type: TYPES['.html'], body: Buffer.from(pages[asked]) };
    const prefix = prefixes.find((prefix) => asked.startsWith(prefix));
    if (!prefix || asked.includes('\0')) return undefined;
    const root = path.resolve(mounts[prefix]);
    let file = path.join(root, asked.slice(prefix.length));
    if (asked.endsWith('/')) file = path.join(file, 'index.html');
    if (!file.startsWith(root + path.sep)) return undefined;
    const body = await readFile(file).catch(() => undefined);
    return body && { type: TYPES[path.extname(file)] ?? 'application/octet-stream', body };
  }

  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve(undefined));
  });
  // The server alone must not keep the program alive.
  server.unref();
  server.keepAliveTimeout = 60_000;
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    origin: `http://127.0.0.1:${port}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/**
 * @typedef {object} Answer
 * @property {Record<string, string | number>} headers
 * @property {Buffer} body
 * @property {string} etag
 */

/**
 * @param {string} type
 * @param {Buffer} plain
 * @returns {Answer}
 */
function prepared(type, plain) {
  const text = TEXT.test(type);
  const body = text ? gzipSync(plain, { level: LEVEL }) : plain;
  const etag = `"${createHash('sha1').update(body).digest('hex').slice(0, 16)}"`;
  const headers = { 'content-type': type, etag, 'cache-control': 'max-age=600', 'content-length': body.length };
  if (text) Object.assign(headers, { 'content-encoding': 'gzip', vary: 'accept-encoding' });
  return { headers, body, etag };
}

/**
 * @param {Answer | undefined} found
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 */
function send(found, request, response) {
  if (!found) return void response.writeHead(404, { 'content-length': 0 }).end();
  if (request.headers['if-none-match'] === found.etag) {
    return void response.writeHead(304, { etag: found.etag, 'cache-control': 'max-age=600' }).end();
  }
  response.writeHead(200, found.headers);
  response.end(request.method === 'HEAD' ? undefined : found.body);
}
