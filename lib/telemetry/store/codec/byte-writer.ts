const FIRST_BYTES = 4096;

/** A growing buffer of bytes, varints, doubles and packed bits; reused from one payload to the next. */
export class ByteWriter {
  bytes = Buffer.allocUnsafeSlow(FIRST_BYTES);
  at = 0;
  private held = 0;
  private heldBits = 0;

  reset(): void {
    this.at = 0;
  }

  /** A copy of what was written since the last reset. */
  copy(): Buffer {
    return Buffer.from(this.bytes.subarray(0, this.at));
  }

  reserve(count: number): void {
    if (this.at + count <= this.bytes.length) return;
    const grown = Buffer.allocUnsafeSlow(Math.max(this.bytes.length * 2, this.at + count));
    grown.set(this.bytes.subarray(0, this.at));
    this.bytes = grown;
  }

  byte(value: number): void {
    this.reserve(1);
    this.bytes[this.at++] = value;
  }

  /** A non-negative integer up to 2^53, 7 bits a byte. */
  varint(value: number): void {
    this.reserve(8);
    let rest = value;
    while (rest >= 0x80000000) {
      this.bytes[this.at++] = (rest % 128) | 0x80;
      rest = Math.floor(rest / 128);
    }
    while (rest >= 0x80) {
      this.bytes[this.at++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    this.bytes[this.at++] = rest;
  }

  /** An integer within ±2^52. */
  zigzag(value: number): void {
    this.varint(value >= 0 ? value * 2 : -value * 2 - 1);
  }

  float64(value: number): void {
    this.reserve(8);
    this.bytes.writeDoubleLE(value, this.at);
    this.at += 8;
  }

  raw(bytes: Uint8Array): void {
    this.reserve(bytes.length);
    this.bytes.set(bytes, this.at);
    this.at += bytes.length;
  }

  /** Appends the low `width` (at most 53) bits of a non-negative integer, least significant first. Room must be reserved. */
  bits(value: number, width: number): void {
    if (width > 24) {
      this.bits(value % 0x1000000, 24);
      this.bits(Math.floor(value / 0x1000000), width - 24);
      return;
    }
    this.held |= value << this.heldBits;
    this.heldBits += width;
    while (this.heldBits >= 8) {
      this.bytes[this.at++] = this.held & 0xff;
      this.held >>>= 8;
      this.heldBits -= 8;
    }
  }

  /** Ends a run of bits on a byte boundary. */
  endBits(): void {
    if (this.heldBits > 0) this.bytes[this.at++] = this.held & 0xff;
    this.held = 0;
    this.heldBits = 0;
  }
}
