/**
 * A static file server for tests and for a look at the site. It listens on this machine only, and
 * does what plain hosts do: `index.html` for folders, the nearest `404.html` for what is not there.
 *
 * On the command line: `node server.mjs FOLDER [PORT]` takes the port or the next one that is free.
 */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const TYPES = {
  '.css': 'text/css; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.pdf': 'application/pdf',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webp': 'image/webp',
  '.xml': 'application/xml',
};

/**
 * Serves folders under paths.
 *
 * @param {Record<string, string>} mounts folders by path; paths begin and end with `/`
 * @param {number} [port] 0 takes any free port
 * @param {(request: import('node:http').IncomingMessage, response: import('node:http').ServerResponse) => boolean} [handles]
 *   answers requests of its own
 * @returns {Promise<{origin: string, close: () => void}>}
 */
export async function serve(mounts, port = 0, handles = () => false) {
  const prefixes = Object.keys(mounts).sort((one, other) => other.length - one.length);
  const server = createServer((request, response) => {
    if (handles(request, response)) return;
    answer(mounts, prefixes, request, response).catch(() => response.writeHead(500).end());
  });
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(undefined));
  });
  const { port: taken } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    origin: `http://127.0.0.1:${taken}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/**
 * @param {Record<string, string>} mounts
 * @param {string[]} prefixes
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 */
async function answer(mounts, prefixes, request, response) {
  if (request.method !== 'GET' && request.method !== 'HEAD') return void response.writeHead(405).end();
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  const asked = decoded(url.pathname);
  const prefix = asked && prefixes.find((prefix) => asked.startsWith(prefix));
  if (!asked || !prefix || asked.includes('\0')) return void response.writeHead(404).end();

  const root = path.resolve(mounts[prefix]);
  let file = path.join(root, asked.slice(prefix.length));
  let status = 200;
  if (asked.endsWith('/')) {
    file = path.join(file, 'index.html');
  } else if ((await kind(file)) === 'folder') {
    return void response.writeHead(301, { location: `${url.pathname}/` }).end();
  }
  if (!isWithin(root, file) || (await kind(file)) !== 'file') {
    file = await nearestNotFound(root, file);
    status = 404;
  }
  if (!file) return void response.writeHead(404).end();
  const type = TYPES[path.extname(file)] ?? 'application/octet-stream';
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-cache' });
  if (request.method === 'HEAD') return void response.end();
  createReadStream(file).on('error', () => response.destroy()).pipe(response);
}

/**
 * The `404.html` in the file's folder or in the nearest one above it.
 *
 * @param {string} root
 * @param {string} file
 */
async function nearestNotFound(root, file) {
  for (let folder = path.dirname(file); isWithin(root, folder); folder = path.dirname(folder)) {
    const page = path.join(folder, '404.html');
    if ((await kind(page)) === 'file') return page;
  }
  return '';
}

/** @param {string} file */
async function kind(file) {
  const found = await stat(file).catch(() => undefined);
  return found?.isDirectory() ? 'folder' : found?.isFile() ? 'file' : 'nothing';
}

/**
 * @param {string} root
 * @param {string} file
 */
function isWithin(root, file) {
  return file === root || file.startsWith(root + path.sep);
}

/** @param {string} pathname */
function decoded(pathname) {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return undefined;
  }
}

/**
 * @param {string} folder
 * @param {number} port
 */
async function serveFirstFree(folder, port) {
  for (let next = port; next < port + 100; next++) {
    try {
      const { origin } = await serve({ '/': folder }, next);
      console.log(`${folder} is served at ${origin}/ (Ctrl+C ends it)`);
      return;
    } catch (error) {
      if (error.code !== 'EADDRINUSE') throw error;
    }
  }
  throw new Error(`no port from ${port} to ${port + 99} is free`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await serveFirstFree(path.resolve(process.argv[2] ?? '.'), Number(process.argv[3] ?? 8000));
}
