/** Ascending numbers by binary interpolative coding (2.1). */

/** Reads lists of ascending numbers, one after the other: `count` numbers from `first` on, below `first` + `range`. */
export type Ascending = (count: number, range: number, first?: number) => number[];

export function ascendingIn(bytes: Uint8Array): Ascending {
  let at = 0;
  const bit = () => (bytes[at >> 3] >> (at++ & 7)) & 1;

  // The middle number comes first, then those below it, then those above.
  // All are added to one list: files of terms have thousands of numbers, and are read before there is an answer.
  const ascending = (count: number, range: number, first = 0, all: number[] = []): number[] => {
    if (count > range) throw at;
    if (!count) return all;
    const before = count >> 1;
    let own = 0;
    // Of the numbers that may be the middle one, the first have a bit less than the others.
    const left = range - count;
    const size = 32 - Math.clz32(left);
    for (let more = size; more > 1; more--) own = 2 * own + bit();
    const short = 2 ** size - left - 1;
    if (size && own >= short) own += own + bit() - short;
    own += before;
    ascending(before, own, first, all).push(first + own);
    return ascending(count - before - 1, range - own - 1, first + own + 1, all);
  };
  return ascending;
}
