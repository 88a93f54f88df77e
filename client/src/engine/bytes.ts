const utf8 = new TextDecoder();

/** The text of bytes. */
export const textOf = (bytes: Uint8Array): string => utf8.decode(bytes);

/** Content that is JSON. Files have a checksum: what comes here is what casebook wrote. */
export const parsed = (content: Uint8Array) => JSON.parse(textOf(content));

/** Reads binary content from its beginning; fails at its end. */
export interface Bytes {
  byte(): number;
  varint(): number;
  take(length: number): Uint8Array;
  /** A section: its length, then its bytes. */
  section(): Bytes;
  isEmpty(): boolean;
  /** Passes by numbers. */
  pass(varints: number): void;
  /** The place that is read next. */
  place(): number;
  /** The same content from a place on. */
  from(place: number): Bytes;
}

export function bytesOf(content: Uint8Array, at = 0): Bytes {
  const isEmpty = () => at >= content.length;
  const byte = () => {
    // Whoever counts on without end gets to this one.
    if (isEmpty()) throw at;
    return content[at++];
  };
  const varint = (): number => {
    const next = byte();
    return next < 128 ? next : next - 128 + 128 * varint();
  };
  const take = (length: number) => content.subarray(at, (at += length));
  const pass = (varints: number) => {
    while (varints > 0) if (byte() < 128) varints--;
  };
  return { byte, varint, take, pass, section: () => bytesOf(take(varint())), isEmpty, place: () => at, from: (place) => bytesOf(content, place) };
}
