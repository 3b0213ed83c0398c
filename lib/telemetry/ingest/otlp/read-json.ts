import { malformed } from "@/lib/telemetry/ingest/malformed";
import {
  type Fields,
  type Message,
  MOST_DEPTH,
  MOST_MESSAGES,
  type Scalar,
  type Value,
} from "@/lib/telemetry/ingest/otlp/message";

/**
 * Reads OTLP's JSON (opentelemetry.io/docs/specs/otlp, JSON Protobuf Encoding) by the same table of fields as its protobuf: lowerCamelCase
 * names, 64-bit numbers also as text, trace and span ids as hex. Throws a `Refusal` (invalid) that names the field.
 */
export function readOtlpJson(body: Buffer, fields: Fields): Message {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body.toString("utf8"));
  } catch {
    throw malformed("the body is not JSON");
  }
  return new JsonReader().message(parsed, fields, "body", 0);
}

class JsonReader {
  private messages = 0;

  message(input: unknown, fields: Fields, path: string, depth: number): Message {
    if (depth > MOST_DEPTH) throw malformed(`${short(path)} nests deeper than ${MOST_DEPTH}`);
    if (++this.messages > MOST_MESSAGES) throw malformed(`the JSON holds more than ${MOST_MESSAGES} objects`);
    const object = objectOf(input, path);
    const out: Record<string, Value | Value[]> = Object.create(null) as Record<string, Value | Value[]>;
    for (const form of Object.values(fields)) {
      // Only the message's own keys: `__proto__` and its kin are nobody's.
      const given = Object.hasOwn(object, form.name) ? object[form.name] : undefined;
      if (given === undefined || given === null) continue;
      const at = `${path}.${form.name}`;
      out[form.name] = form.repeated ? this.list(given, form, at, depth) : this.value(given, form, at, depth);
    }
    return out;
  }

  private list(given: unknown, form: Fields[number], path: string, depth: number): Value[] {
    if (!Array.isArray(given)) throw wrong(path, "an array");
    return given.map((entry, index) => this.value(entry, form, `${path}[${index}]`, depth));
  }

  private value(given: unknown, form: Fields[number], path: string, depth: number): Value {
    if ("message" in form) return this.message(given, form.message(), path, depth + 1);
    const value = scalarOf(given, form.scalar, form.name);
    if (value === undefined) throw wrong(path, EXPECTED[form.scalar]);
    return value;
  }
}

function objectOf(input: unknown, path: string): Record<string, unknown> {
  if (typeof input !== "object" || input === null || Array.isArray(input)) throw wrong(path, "an object");
  return input as Record<string, unknown>;
}

const EXPECTED: Readonly<Record<Scalar, string>> = {
  text: "text",
  bytes: "hex or base64 text",
  bool: "true or false",
  uint: "a whole number",
  int: "a whole number",
  sint: "a whole number",
  double: "a number",
  fixed64: "a whole number of 64 bits",
  sfixed64: "a whole number of 64 bits",
  flags: "a whole number",
};

function scalarOf(given: unknown, scalar: Scalar, name: string): Value | undefined {
  switch (scalar) {
    case "text":
      return typeof given === "string" ? given : undefined;
    case "bool":
      return typeof given === "boolean" ? given : undefined;
    case "bytes":
      return typeof given === "string" ? Buffer.from(given, name.endsWith("Id") ? "hex" : "base64") : undefined;
    case "double":
      return double(given);
    case "fixed64":
      return unsigned(given);
    default:
      return whole(given);
  }
}

const WORDS: Readonly<Record<string, number>> = {
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  "-Infinity": Number.NEGATIVE_INFINITY,
};

function double(given: unknown): number | undefined {
  if (typeof given === "number") return given;
  if (typeof given !== "string" || given.length > 64) return undefined;
  if (Object.hasOwn(WORDS, given)) return WORDS[given];
  return given.trim() !== "" && Number.isFinite(Number(given)) ? Number(given) : undefined;
}

function whole(given: unknown): number | undefined {
  if (typeof given === "string" && !/^-?\d{1,20}$/.test(given)) return undefined;
  const value = typeof given === "string" ? Number(given) : given;
  return typeof value === "number" && Number.isInteger(value) && Math.abs(value) <= 2 ** 64 ? value : undefined;
}

function unsigned(given: unknown): bigint | undefined {
  if (typeof given === "string") return /^\d{1,20}$/.test(given) ? BigInt.asUintN(64, BigInt(given)) : undefined;
  const value = whole(given);
  return value === undefined || value < 0 ? undefined : BigInt.asUintN(64, BigInt(value));
}

function wrong(path: string, expected: string): Error {
  return malformed(`${short(path)} must be ${expected}`);
}

function short(path: string): string {
  return path.length > 160 ? `${path.slice(0, 160)}…` : path;
}
