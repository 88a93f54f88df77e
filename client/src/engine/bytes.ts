/** The text of bytes that are ASCII. */
export const asciiOf = (bytes: Uint8Array): string => String.fromCharCode(...bytes);

/** As many things, made one after the other. */
export function repeat<Made>(times: number, make: () => Made): Made[] {
  const made: Made[] = [];
  while (made.length < times) made.push(make());
  return made;
}

/** Reads binary content from its beginning; fails at its end. */
export interface Bytes {
  /** All of it. */
  whole: Uint8Array;
  varint(): number;
  take(length: number): Uint8Array;
  /** A section: its length, then its bytes. */
  section(): Bytes;
}

export function bytesOf(content: Uint8Array): Bytes {
  let at = 0;
  const varint = (): number => {
    // Whoever counts on without end gets to this one.
    if (at >= content.length) throw at;
    const next = content[at++];
    return next < 128 ? next : next - 128 + 128 * varint();
  };
  const take = (length: number) => content.subarray(at, (at += length));
  return { whole: content, varint, take, section: () => bytesOf(take(varint())) };
}
