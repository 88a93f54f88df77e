/** What every file is wrapped in (2.1), and what can be wrong with it. */
import { hash, numberAt } from './hash';

/** Fetches one file of `search/<lang>/`, by its path without ending. Rejects with SearchError. */
export interface Source {
  load(path: string): Promise<Uint8Array>;
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

const VERSION = 6;
/** Bytes that content may have: far more than any that casebook writes. */
const LARGEST = 1e8;
export const ROOT = 'root';
/** What the root begins with: `CBSX`. */
const MARK = 0x58534243;

/** Loads a file and decodes its content. Whatever goes wrong in this means that the file is damaged. */
export async function read<Content>(
  source: Source,
  path: string,
  decode: (content: Uint8Array) => Content,
): Promise<Content> {
  const file = await source.load(path);
  const isRoot = path === ROOT;
  /** What is wrong if the next step fails. */
  let kind: SearchError['kind'] = 'damaged';
  const need = (isFine: boolean) => {
    if (!isFine) throw kind;
  };
  const isWhole = (sumAt: number, from: number) => numberAt(file, sumAt) === hash(file.subarray(from));
  try {
    // The root tells its version before anything that another version could have changed.
    need(isRoot ? numberAt(file, 0) === MARK : isWhole(0, 4));
    kind = 'version';
    need(file[4] === VERSION);
    kind = 'unsupported';
    const inflater = new DecompressionStream('deflate-raw');
    kind = 'damaged';
    need(!isRoot || isWhole(5, 9));
    // Written and read by hand: streams that are piped together pass each piece on in turns of their own.
    const writer = inflater.writable.getWriter();
    // What fails in writing fails in reading, too.
    Promise.all([writer.write(file.subarray(isRoot ? 9 : 5) as BufferSource), writer.close()]).catch(() => {});
    const reader = inflater.readable.getReader();
    const pieces: Uint8Array[] = [];
    let size = 0;
    for (let step; !(step = await reader.read()).done; ) {
      pieces.push(step.value);
      size += step.value.length;
      need(size < LARGEST);
    }
    const content = new Uint8Array(size);
    for (const piece of pieces.reverse()) content.set(piece, (size -= piece.length));
    return decode(content);
  } catch {
    throw new SearchError(kind, path);
  }
}
