// A growing byte buffer with the number encodings of the WebAssembly binary format (core specification 2.0, section 5.2).

const encoder = new TextEncoder();
const scratch = new DataView(new ArrayBuffer(8));

/** Bytes appended one after the other; the storage doubles when it is full. */
export class ByteBuffer {
  /** Number of bytes written so far. */
  length: number = 0;
  private storage: Uint8Array;

  constructor(capacity: number = 1024) {
    this.storage = new Uint8Array(capacity);
  }

  private reserve(extra: number): void {
    const needed = this.length + extra;
    if (needed <= this.storage.length) return;
    const larger = new Uint8Array(Math.max(needed, 2 * this.storage.length));
    larger.set(this.storage.subarray(0, this.length));
    this.storage = larger;
  }

  byte(value: number): void {
    if (this.length === this.storage.length) this.reserve(1);
    this.storage[this.length++] = value;
  }

  /** LEB128 of an unsigned 32-bit integer. */
  unsigned(value: number): void {
    let rest = value >>> 0;
    while (rest > 0x7f) {
      this.byte((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    this.byte(rest);
  }

  /** LEB128 of a signed 32-bit integer. */
  signed(value: number): void {
    let rest = value | 0;
    while (rest < -64 || rest > 63) {
      this.byte((rest & 0x7f) | 0x80);
      rest >>= 7;
    }
    this.byte(rest & 0x7f);
  }

  /** LEB128 of a signed 64-bit integer. */
  signed64(value: bigint): void {
    let rest = BigInt.asIntN(64, value);
    while (rest < -64n || rest > 63n) {
      this.byte(Number(rest & 0x7fn) | 0x80);
      rest >>= 7n;
    }
    this.byte(Number(rest & 0x7fn));
  }

  /** The eight bytes of a float64, little endian. The sign and payload of a NaN are kept as the engine holds them. */
  float64(value: number): void {
    scratch.setFloat64(0, value, true);
    this.reserve(8);
    for (let i = 0; i < 8; i++) this.storage[this.length++] = scratch.getUint8(i);
  }

  bytes(values: ArrayLike<number>): void {
    this.reserve(values.length);
    this.storage.set(values, this.length);
    this.length += values.length;
  }

  /** Appends the contents of another buffer. */
  append(other: ByteBuffer, from: number = 0, to: number = other.length): void {
    this.bytes(other.storage.subarray(from, to));
  }

  /** A name: length in bytes, then UTF-8. */
  name(text: string): void {
    const encoded = encoder.encode(text);
    this.unsigned(encoded.length);
    this.bytes(encoded);
  }

  /** A copy of what was written. */
  toBytes(): Uint8Array<ArrayBuffer> {
    return this.storage.slice(0, this.length) as Uint8Array<ArrayBuffer>;
  }
}
