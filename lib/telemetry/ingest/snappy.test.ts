import { compressSync } from "snappy";
import snappyjs from "snappyjs";
import { describe, expect, it } from "vitest";
import { inflateSnappy } from "@/lib/telemetry/ingest/snappy";

const LIMIT = 8 * 1024 * 1024;

describe("a snappy block", () => {
  it("inflates alike in the native module and in JavaScript", () => {
    const text = Buffer.from("up 1 ".repeat(1000));
    const block = Buffer.from(compressSync(text));
    expect(inflateSnappy(block, LIMIT).equals(text)).toBe(true);
    expect(inflateSnappy(block, LIMIT, { fast: false }).equals(text)).toBe(true);
    expect(inflateSnappy(snappyjs.compress(text), LIMIT).equals(text)).toBe(true);
  });

  it.each([
    ["an empty body", [], "invalid"],
    ["a length that never ends", [0xff, 0xff, 0xff, 0xff, 0xff, 0xff], "invalid"],
    ["a declared 4 GiB", [0xff, 0xff, 0xff, 0xff, 0x0f, 0], "too-large"],
    ["one byte over the limit", [0x81, 0x80, 0x80, 0x04, 0], "too-large"],
    ["a length that so few bytes cannot make", [0x80, 0x80, 0x80, 0x04, 0], "invalid"],
    ["a block shorter than declared", [10, 0, 65], "invalid"],
    ["text", [...Buffer.from("not snappy at all, just words")], "invalid"],
  ])("is refused before it is allocated: %s", (_what, bytes, code) => {
    expect(() => inflateSnappy(Buffer.from(bytes), LIMIT)).toThrow(expect.objectContaining({ code }));
  });
});
