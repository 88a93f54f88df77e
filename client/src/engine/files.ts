/** What every file is wrapped in (2.1), and what can be wrong with it. */
import { textOf } from './bytes';
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
  }
}

const VERSION = 1;
export const ROOT = 'root';

/** Loads a file and decodes its content. Whatever goes wrong in this means that the file is damaged. */
export async function read<Content>(
  source: Source,
  path: string,
  decode: (content: Uint8Array) => Content,
  revalidate?: boolean,
): Promise<Content> {
  const file = await source.load(path, { revalidate });
  const need = (isFine: boolean, kind: SearchError['kind']) => {
    if (!isFine) throw new SearchError(kind, path);
  };
  const isRoot = path === ROOT;
  const isWhole = (sumAt: number, from: number) =>
    need(new DataView(file.buffer, file.byteOffset).getUint32(sumAt, true) === hash(file.subarray(from)), 'damaged');
  try {
    // The root tells its version before anything that another version could have changed.
    if (isRoot) need(textOf(file.subarray(0, 4)) === 'CBSX', 'damaged');
    else isWhole(0, 4);
    need(file[4] === VERSION, 'version');
    if (isRoot) isWhole(5, 9);
    let inflater: DecompressionStream;
    try {
      inflater = new DecompressionStream('deflate-raw');
    } catch {
      throw new SearchError('unsupported', path);
    }
    const content = new Blob([file.subarray(isRoot ? 9 : 5) as BlobPart]).stream().pipeThrough(inflater);
    return decode(new Uint8Array(await new Response(content).arrayBuffer()));
  } catch (error) {
    throw error instanceof SearchError ? error : new SearchError('damaged', path);
  }
}
