/** Stops the decoding of a file whose content cannot be right. */
export function need(fine: unknown): asserts fine {
  if (!fine) throw new RangeError('damaged');
}

/** Whether a value is an integer from 0 on that is safe to count with. */
export const isCount = (value: unknown): value is number =>
  Number.isInteger(value) && (value as number) >= 0 && (value as number) < 2 ** 31;

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The text of bytes; fails where they are not UTF-8. */
export const textOf = (bytes: Uint8Array): string => utf8.decode(bytes);

/** Reads binary content from its beginning; never beyond its end. */
export class Bytes {
  private at = 0;
  constructor(private readonly bytes: Uint8Array) {}

  get left(): number {
    return this.bytes.length - this.at;
  }

  byte(): number {
    need(this.left);
    return this.bytes[this.at++];
  }

  varint(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = this.byte();
      value += (byte & 127) * scale;
      need(value < 2 ** 32);
      if (byte < 128) return value;
    }
  }

  take(length: number): Uint8Array {
    need(length <= this.left);
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }

  /** A section: its length, then its bytes. */
  section(): Bytes {
    return new Bytes(this.take(this.varint()));
  }

  rest(): Uint8Array {
    return this.take(this.left);
  }
}
