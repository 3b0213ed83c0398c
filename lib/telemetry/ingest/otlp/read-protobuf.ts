import { malformed } from "@/lib/telemetry/ingest/malformed";
import {
  type Fields,
  type Message,
  MOST_DEPTH,
  MOST_MESSAGES,
  type Scalar,
  type Value,
} from "@/lib/telemetry/ingest/otlp/message";
import { FIXED32, FIXED64, LENGTH, VARINT, WireReader } from "@/lib/telemetry/ingest/protobuf/wire-reader";

const WIRE: Readonly<Record<Scalar, number>> = {
  text: LENGTH,
  bytes: LENGTH,
  bool: VARINT,
  uint: VARINT,
  int: VARINT,
  sint: VARINT,
  double: FIXED64,
  fixed64: FIXED64,
  sfixed64: FIXED64,
  flags: FIXED32,
};

type Open = Record<string, Value | Value[]>;

/** Reads protobuf bytes by a table of fields. Throws a `Refusal` (invalid) for anything else, for too deep nesting and too many messages. */
export function readProtobuf(body: Buffer, fields: Fields): Message {
  return new ProtobufReader(body).message(fields, body.length, 0);
}

class ProtobufReader {
  private readonly wire: WireReader;
  private messages = 0;

  constructor(body: Buffer) {
    this.wire = new WireReader(body);
  }

  message(fields: Fields, end: number, depth: number): Message {
    if (depth > MOST_DEPTH) throw malformed(`the protobuf nests deeper than ${MOST_DEPTH}`);
    if (++this.messages > MOST_MESSAGES) throw malformed(`the protobuf holds more than ${MOST_MESSAGES} messages`);
    const { wire } = this;
    const out: Open = Object.create(null) as Open;
    while (wire.at < end) {
      const tag = wire.tag();
      const form = fields[tag >>> 3];
      if (form) this.field(out, form, tag, end, depth);
      else wire.skip(tag, end);
      if (wire.at > end) throw malformed("a protobuf field reaches past its message");
    }
    return out;
  }

  private field(out: Open, form: Fields[number], tag: number, end: number, depth: number): void {
    const type = tag & 7;
    if ("message" in form) {
      if (type !== LENGTH) throw wrongType(form.name);
      put(out, form, this.message(form.message(), this.wire.lengthEnd(end), depth + 1));
    } else if (form.repeated && type === LENGTH) this.packed(out, form.name, form.scalar, end);
    else if (type === WIRE[form.scalar]) put(out, form, this.scalar(form.scalar, end));
    else throw wrongType(form.name);
  }

  private packed(out: Open, name: string, scalar: Scalar, end: number): void {
    const until = this.wire.lengthEnd(end);
    while (this.wire.at < until) put(out, { name, repeated: true }, this.scalar(scalar, until));
    if (this.wire.at > until) throw malformed("a protobuf field reaches past its message");
  }

  private scalar(scalar: Scalar, end: number): Value {
    const { wire } = this;
    switch (scalar) {
      case "text":
        return wire.text(wire.lengthEnd(end));
      case "bytes":
        return this.bytes(wire.lengthEnd(end));
      case "bool":
        return wire.varint() !== 0;
      case "uint":
        return wire.unsigned();
      case "int":
        return wire.varint();
      case "sint":
        return zigzag(wire.unsigned());
      case "double":
        return wire.double();
      case "fixed64":
        return wire.fixed64();
      case "sfixed64":
        return Number(BigInt.asIntN(64, wire.fixed64()));
      default:
        return wire.fixed32();
    }
  }

  private bytes(end: number): Buffer {
    const part = this.wire.bytes.subarray(this.wire.at, end);
    this.wire.at = end;
    return part;
  }
}

function put(out: Open, { name, repeated }: { name: string; repeated?: boolean }, value: Value): void {
  if (!repeated) {
    out[name] = value;
    return;
  }
  const list = out[name];
  if (Array.isArray(list)) list.push(value);
  else out[name] = [value];
}

function zigzag(value: number): number {
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
}

function wrongType(name: string): Error {
  return malformed(`${name} has the wrong wire type`);
}
