/** What every file is wrapped in (2.1), and what can be wrong with it. */
import { hash } from './hash';

/** Fetches one file of `search/<lang>/`, by its path without ending. Rejects with SearchError. */
export interface Source {
  load(path: string, options?: { revalidate?: boolean }): Promise<Uint8Array>;
}

/** Why a search has no answer: no file, a file that is not whole, not of this version, or an old browser. */
export class SearchError extends Error {
  constructor(
    readonly kind: 'network' | 'damaged' | 'version' | 'unsupported',
    readonly path: string,
  ) {
    super(`${path}: ${kind}`);
    this.name = 'SearchError';
  }
}

const VERSION = 1;
export const ROOT = 'root';
const MAGIC = [67, 66, 83, 88];
/** Bytes that a file may have after decompression. */
const LARGEST = 64 * 2 ** 20;

/** The content of a file. */
export async function unwrap(path: string, file: Uint8Array): Promise<Uint8Array> {
  const fail = (kind: SearchError['kind']) => new SearchError(kind, path);
  const root = path === ROOT;
  const head = root ? 9 : 5;
  if (file.length < head) throw fail('damaged');
  if (root && MAGIC.some((byte, at) => file[at] !== byte)) throw fail('damaged');
  // The root tells its version before anything that another version could have changed.
  if (root && file[4] !== VERSION) throw fail('version');
  const sum = new DataView(file.buffer, file.byteOffset).getUint32(head - (root ? 4 : 5), true);
  if (sum !== hash(file.subarray(root ? head : 4))) throw fail('damaged');
  if (file[4] !== VERSION) throw fail('version');

  let inflater: DecompressionStream;
  try {
    inflater = new DecompressionStream('deflate-raw');
  } catch {
    throw fail('unsupported');
  }
  try {
    return await inflate(file.subarray(head), inflater);
  } catch {
    throw fail('damaged');
  }
}

async function inflate(bytes: Uint8Array, inflater: DecompressionStream): Promise<Uint8Array> {
  const reader = new Blob([bytes as BlobPart]).stream().pipeThrough(inflater).getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    chunks.push(value);
    length += value.length;
    if (length > LARGEST) {
      await reader.cancel();
      throw new RangeError('too large');
    }
  }
  const content = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    content.set(chunk, at);
    at += chunk.length;
  }
  return content;
}
