const utf8 = new TextDecoder();

/** The text of bytes. */
export const textOf = (bytes: Uint8Array): string => utf8.decode(bytes);

/** Content that is JSON. Files have a checksum: what comes here is what casebook wrote. */
export const parsed = (content: Uint8Array) => JSON.parse(textOf(content));

/** Reads binary content from its beginning; fails at its end. */
export interface Bytes {
  byte(): number;
  varint(): number;
  /** A number of four bytes, little-endian. */
  fixed(): number;
  take(length: number): Uint8Array;
  /** A section: its length, then its bytes. */
  section(): Bytes;
  isEmpty(): boolean;
}

export function bytesOf(content: Uint8Array): Bytes {
  let at = 0;
  const byte = () => {
    // Whoever counts on without end gets to this one.
    if (at >= content.length) throw new RangeError('end');
    return content[at++];
  };
  const varint = () => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const next = byte();
      value += (next & 127) * scale;
      if (next < 128) return value;
    }
  };
  const take = (length: number) => content.subarray(at, (at += length));
  const fixed = () => byte() + byte() * 2 ** 8 + byte() * 2 ** 16 + byte() * 2 ** 24;
  return { byte, varint, fixed, take, section: () => bytesOf(take(varint())), isEmpty: () => at >= content.length };
}
