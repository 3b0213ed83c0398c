import type { Message, Value } from "@/lib/telemetry/ingest/otlp/message";

/** Attributes by name in the order they came; values as text, compound ones as JSON. */
export type Attributes = [string, string][];

/** The messages of a repeated field. */
export function messagesOf(message: Message | undefined, name: string): Message[] {
  const list = message?.[name];
  return Array.isArray(list) ? (list as Message[]) : [];
}

/** The message of a field, when there is one. */
export function messageOf(message: Message | undefined, name: string): Message | undefined {
  return message?.[name] as Message | undefined;
}

/** The text of a field, or empty. */
export function textOf(message: Message | undefined, name: string): string {
  const text = message?.[name];
  return typeof text === "string" ? text : "";
}

/** A number of a field of any width, or `absent`. */
export function numberOf(message: Message | undefined, name: string, absent = 0): number {
  const value = message?.[name];
  if (typeof value === "bigint") return Number(value);
  return typeof value === "number" ? value : absent;
}

/** Whole milliseconds of a field in nanoseconds; 0 when it is absent. */
export function millisOf(message: Message, name: string): number {
  const nanos = message[name];
  return typeof nanos === "bigint" ? Number(nanos / 1_000_000n) : 0;
}

/** The attributes of a resource, a point or a record. */
export function attributesOf(message: Message | undefined): Attributes {
  return messagesOf(message, "attributes").map((pair) => [textOf(pair, "key"), anyText(messageOf(pair, "value"))]);
}

/** An AnyValue as text: text itself, anything compound as JSON. */
export function anyText(value: Message | undefined): string {
  if (typeof value?.["stringValue"] === "string") return value["stringValue"];
  const plain = plainOf(value);
  if (plain === null) return "";
  return typeof plain === "object" ? JSON.stringify(plain) : String(plain);
}

type Plain = string | number | boolean | null | Plain[] | { [key: string]: Plain };

/** An AnyValue as a plain JSON value; bytes as base64, numbers that JSON lacks as text. */
function plainOf(value: Message | undefined): Plain {
  if (value === undefined) return null;
  const list = messageOf(value, "arrayValue");
  if (list) return messagesOf(list, "values").map(plainOf);
  const map = messageOf(value, "kvlistValue");
  if (map) {
    const pairs = messagesOf(map, "values").map((pair) => [textOf(pair, "key"), plainOf(messageOf(pair, "value"))]);
    return Object.fromEntries(pairs) as { [key: string]: Plain };
  }
  const scalar = value["stringValue"] ?? value["boolValue"] ?? value["intValue"] ?? value["doubleValue"];
  return scalar === undefined ? bytesText(value["bytesValue"]) : scalarOf(scalar);
}

function scalarOf(scalar: Value | Value[]): Plain {
  if (typeof scalar === "number" && !Number.isFinite(scalar)) return String(scalar);
  return scalar as Plain;
}

function bytesText(bytes: Value | Value[] | undefined): string | null {
  return Buffer.isBuffer(bytes) ? bytes.toString("base64") : null;
}
