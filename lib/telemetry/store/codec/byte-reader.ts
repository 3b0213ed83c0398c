/** Reads what ByteWriter wrote. Throws a RangeError past the end: a truncated payload is never read as data. */
export class ByteReader {
  at = 0;
  private held = 0;
  private heldBits = 0;

  constructor(public bytes: Buffer) {}

  open(bytes: Buffer): this {
    this.bytes = bytes;
    this.at = 0;
    this.endBits();
    return this;
  }

  byte(): number {
    const value = this.bytes[this.at++];
    if (value === undefined) throw new RangeError("payload ends early");
    return value;
  }

  varint(): number {
    let value = 0;
    let scale = 1;
    for (;;) {
      const byte = this.byte();
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
      scale *= 128;
    }
  }

  zigzag(): number {
    const value = this.varint();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  float64(): number {
    const value = this.bytes.readDoubleLE(this.at);
    this.at += 8;
    return value;
  }

  raw(count: number): Buffer {
    if (this.at + count > this.bytes.length) throw new RangeError("payload ends early");
    this.at += count;
    return this.bytes.subarray(this.at - count, this.at);
  }

  bits(width: number): number {
    if (width > 24) {
      const low = this.bits(24);
      return low + this.bits(width - 24) * 0x1000000;
    }
    while (this.heldBits < width) {
      this.held |= this.byte() << this.heldBits;
      this.heldBits += 8;
    }
    const value = this.held & ((1 << width) - 1);
    this.held >>>= width;
    this.heldBits -= width;
    return value;
  }

  endBits(): void {
    this.held = 0;
    this.heldBits = 0;
  }
}
