/** One field as protobuf bytes: numbers as varints, text and bytes length-delimited. */
export function field(number: number, value: number | string | Buffer): Buffer {
  if (typeof value === "number") return Buffer.concat([varint(number * 8), varint(value)]);
  const content = typeof value === "string" ? Buffer.from(value) : value;
  return Buffer.concat([varint(number * 8 + 2), varint(content.length), content]);
}

/** A double as a protobuf field. */
export function doubleField(number: number, value: number): Buffer {
  const content = Buffer.alloc(8);
  content.writeDoubleLE(value);
  return Buffer.concat([varint(number * 8 + 1), content]);
}

/** An unsigned 64-bit number as a fixed64 field. */
export function fixed64Field(number: number, value: bigint): Buffer {
  const content = Buffer.alloc(8);
  content.writeBigUInt64LE(value);
  return Buffer.concat([varint(number * 8 + 1), content]);
}

/** A whole number (negative ones in ten bytes, as int64) as a varint. */
export function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  do {
    const more = rest > 127n ? 0x80 : 0;
    bytes.push(Number(rest & 127n) | more);
    rest >>= 7n;
  } while (rest > 0n);
  return Buffer.from(bytes);
}
