import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { KeyTable } from "@/lib/telemetry/ingest/remote-write/key-table";

function asked(table: KeyTable, text: Buffer): string {
  const bytes = Buffer.concat([Buffer.from("xyz"), text, Buffer.from("after")]);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return table.key(bytes, view, 3, 3 + text.length);
}

describe("the table of keys", () => {
  it("answers every run of bytes with its own latin1 text, in any order", () => {
    const table = new KeyTable();
    const bytes = fc.uint8Array({ maxLength: 12 }).map((array) => Buffer.from(array));
    fc.assert(
      fc.property(fc.array(bytes, { maxLength: 30 }), (texts) => {
        for (const text of [...texts, ...texts, ...texts.reverse()]) {
          expect(asked(table, text)).toBe(text.toString("latin1"));
        }
      }),
      { numRuns: 500 },
    );
  });

  it("holds each of many thousands once", () => {
    const table = new KeyTable();
    for (let round = 0; round < 3; round++) {
      for (let index = 0; index < 20_000; index++) {
        const text = Buffer.from(`series number ${(index * 7919) % 20_000}`);
        if (asked(table, text) !== text.toString()) throw new Error(`wrong key for ${text}`);
      }
    }
    expect(table.size).toBe(20_000);
  });

  it("starts over when it is full, and stays right", () => {
    const table = new KeyTable();
    for (let index = 0; index < 260_000; index++) {
      const text = Buffer.from(`s${index}`);
      if (asked(table, text) !== text.toString()) throw new Error(`wrong key for ${text}`);
    }
    expect(table.size).toBe(10_000);
  });

  it("does not keep what is too long to be a series", () => {
    const table = new KeyTable();
    expect(asked(table, Buffer.alloc(100_000, 97))).toHaveLength(100_000);
    expect(table.size).toBe(0);
  });
});
