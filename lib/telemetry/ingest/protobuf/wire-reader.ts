import { malformed } from "@/lib/telemetry/ingest/malformed";

export const VARINT = 0;
export const FIXED64 = 1;
export const LENGTH = 2;
export const FIXED32 = 5;

const POW_28 = 2 ** 28;
const strictText = new TextDecoder("utf-8", { fatal: true });

/** A cursor over protobuf bytes. Every read is bounded by the body and throws a `Refusal` (invalid) when the bytes are not protobuf. */
export class WireReader {
  at = 0;
  readonly view: DataView;

  constructor(readonly bytes: Buffer) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** A tag of a field; field number 0 is refused. */
  tag(): number {
    const first = this.bytes[this.at];
    if (first !== undefined && first < 0x80 && first > 7) {
      this.at++;
      return first;
    }
    const tag = this.unsigned();
    if (tag < 8 || tag > 0xffff_ffff) throw malformed("a protobuf field number is out of range");
    return tag;
  }

  /** An unsigned varint, exact up to 2^53. */
  unsigned(): number {
    const value = this.varint();
    return value < 0 ? value + 2 ** 64 : value;
  }

  /** A varint as a signed 64-bit number (int64), exact between -2^53 and 2^53. */
  varint(): number {
    const { bytes } = this;
    let low = 0;
    let middle = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      const byte = bytes[this.at++];
      if (byte === undefined) throw malformed("the protobuf ends inside a number");
      const bits = byte & 0x7f;
      if (shift < 28) low |= bits << shift;
      else if (shift < 56) middle |= bits << (shift - 28);
      else return low + this.highVarint(middle, byte) * POW_28;
      if (byte < 0x80) return low + middle * POW_28;
    }
    throw malformed("a protobuf number is longer than ten bytes");
  }

  // Bytes nine and ten hold bits 56 to 63: as a signed byte they carry the sign of the whole.
  private highVarint(middle: number, ninth: number): number {
    let high = ninth & 0x7f;
    if (ninth >= 0x80) {
      const tenth = this.bytes[this.at++];
      if (tenth === undefined) throw malformed("the protobuf ends inside a number");
      if (tenth > 1) throw malformed("a protobuf number is longer than ten bytes");
      high |= tenth << 7;
    }
    return middle + (high > 127 ? high - 256 : high) * POW_28;
  }

  /** The end of a length-delimited field that starts here; it must lie inside `limit`. */
  lengthEnd(limit: number): number {
    const short = this.bytes[this.at];
    let length = 0;
    if (short !== undefined && short < 0x80) {
      this.at++;
      length = short;
    } else length = this.unsigned();
    const end = this.at + length;
    if (end > limit) throw malformed("a protobuf length reaches past its message");
    return end;
  }

  double(): number {
    if (this.at + 8 > this.bytes.length) throw malformed("the protobuf ends inside a number");
    const value = this.view.getFloat64(this.at, true);
    this.at += 8;
    return value;
  }

  fixed64(): bigint {
    if (this.at + 8 > this.bytes.length) throw malformed("the protobuf ends inside a number");
    const value = this.view.getBigUint64(this.at, true);
    this.at += 8;
    return value;
  }

  fixed32(): number {
    if (this.at + 4 > this.bytes.length) throw malformed("the protobuf ends inside a number");
    const value = this.view.getUint32(this.at, true);
    this.at += 4;
    return value;
  }

  /** Text up to `end`; bytes that are not UTF-8 become U+FFFD. */
  text(end: number): string {
    const text = this.bytes.toString("utf8", this.at, end);
    this.at = end;
    return text;
  }

  /** Text up to `end`, or undefined when the bytes are not UTF-8. */
  strictText(end: number): string | undefined {
    const part = this.bytes.subarray(this.at, end);
    this.at = end;
    try {
      return strictText.decode(part);
    } catch {
      return undefined;
    }
  }

  /** Passes over a field that is not needed. */
  skip(tag: number, limit: number): void {
    const wire = tag & 7;
    if (wire === VARINT) this.varint();
    else if (wire === FIXED64) this.at += 8;
    else if (wire === LENGTH) this.at = this.lengthEnd(limit);
    else if (wire === FIXED32) this.at += 4;
    else throw malformed("protobuf groups are not used by this format");
    if (this.at > limit) throw malformed("a protobuf field reaches past its message");
  }
}
