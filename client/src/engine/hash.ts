/** The number in four bytes, little-endian; bytes behind the end are 0. */
export const numberAt = (bytes: Uint8Array, at: number): number =>
  bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24);

/** MurmurHash3 (x86, 32 bits) with seed 0: the checksum of files (2.1). */
export function hash(bytes: Uint8Array): number {
  const { imul } = Math;
  const { length } = bytes;
  let h = 0;
  for (let at = 0; at < length; at += 4) {
    const k = imul(numberAt(bytes, at), 0xcc9e2d51);
    h ^= imul((k << 15) | (k >>> 17), 0x1b873593);
    // The last bytes, if they are less than four, are mixed in only.
    if (at + 4 <= length) h = imul((h << 13) | (h >>> 19), 5) + 0xe6546b64;
  }
  h ^= length;
  h = imul(h ^ (h >>> 16), 0x85ebca6b);
  h = imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
