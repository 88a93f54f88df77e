/** MurmurHash3 (x86, 32 bits) with seed 0: the checksum of files (2.1). */
export function hash(bytes: Uint8Array): number {
  const mix = (k: number) => {
    k = Math.imul(k, 0xcc9e2d51);
    return Math.imul((k << 15) | (k >>> 17), 0x1b873593);
  };
  const tail = bytes.length & ~3;
  let h = 0;
  for (let at = 0; at < tail; at += 4) {
    h ^= mix(bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24));
    h = Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64;
  }
  let last = 0;
  for (let at = bytes.length - 1; at >= tail; at--) last = (last << 8) | bytes[at];
  h ^= mix(last) ^ bytes.length;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
