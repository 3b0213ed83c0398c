import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { STALE_MARKER } from "@/lib/telemetry/sample";
import { ByteWriter } from "@/lib/telemetry/store/codec/byte-writer";
import { readChunk, samplesFor, writeChunk } from "@/lib/telemetry/store/codec/chunk";

const HOUR = 3_600_000;
const START = 1_700_000_000_000 - (1_700_000_000_000 % HOUR);

function pack(ms: number[], values: number[]): Buffer {
  const writer = new ByteWriter();
  writeChunk(writer, Float64Array.from(ms), Float64Array.from(values), ms.length);
  return writer.copy();
}

function bitsOf(values: Float64Array, count: number): string[] {
  return [...new BigUint64Array(values.buffer, 0, count)].map((word) => word.toString(16));
}

function expectExact(ms: number[], values: Float64Array): void {
  const payload = new ByteWriter();
  writeChunk(payload, Float64Array.from(ms), values, ms.length);
  const out = samplesFor(1);
  readChunk(payload.copy(), out);
  expect([...out.ms.subarray(0, out.count)]).toEqual(ms);
  expect(bitsOf(out.values, out.count)).toEqual(bitsOf(values, ms.length));
}

const double = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: -1000, max: 100_000 }).map((cents) => cents / 100) },
  { weight: 4, arbitrary: fc.integer({ min: 0, max: 2 ** 40 }) },
  { weight: 2, arbitrary: fc.double() },
  { weight: 1, arbitrary: fc.constantFrom(0, -0, Number.NaN, STALE_MARKER, Infinity, -Infinity, 5e-324, 2 ** 53) },
);
const plain = fc.oneof(
  fc.integer({ min: -1000, max: 100_000 }).map((cents) => cents / 100),
  fc.integer({ min: 0, max: 2 ** 52 }),
);
const times = fc
  .array(fc.oneof(fc.constant(15_000), fc.integer({ min: 1, max: 60_000 })), { maxLength: 300 })
  .map((steps) => {
    let at = START;
    return steps.map((step) => {
      at += step;
      return at;
    });
  });

describe("a chunk", () => {
  it("gives back every time and every bit of every value", () => {
    fc.assert(
      fc.property(times, fc.infiniteStream(double), (ms, stream) => {
        expectExact(
          ms,
          Float64Array.from(ms, () => stream.next().value as number),
        );
      }),
      { numRuns: 2000 },
    );
  });

  it("gives back decimals with a few odd ones out", () => {
    fc.assert(
      fc.property(times, fc.infiniteStream(plain), fc.array(double, { maxLength: 8 }), (ms, stream, odd) => {
        const values = Float64Array.from(ms, () => stream.next().value as number);
        for (const [n, value] of odd.entries()) if (values.length > n * 9) values[n * 9] = value;
        expectExact(ms, values);
      }),
      { numRuns: 2000 },
    );
  });

  it("keeps the bits of NaN that never passed through arithmetic", () => {
    const words = new BigUint64Array([
      0x7ff0000000000002n,
      0x7ff8000000000001n,
      0xfff8000000000000n,
      0x3ff0000000000000n,
    ]);
    expectExact([1, 2, 3, 4], new Float64Array(words.buffer));
  });

  it("costs a few bytes for a flat series at a steady step", () => {
    const ms = Array.from({ length: 240 }, (_, n) => START + n * 15_000);
    expect(
      pack(
        ms,
        ms.map(() => 42),
      ).length,
    ).toBeLessThan(30);
    expect(
      pack(
        ms,
        ms.map((_, n) => n * 7),
      ).length,
    ).toBeLessThan(30);
  });

  it("is refused when it is cut short, at any byte", () => {
    const ms = Array.from({ length: 50 }, (_, n) => START + n * 15_000);
    const payload = pack(
      ms,
      ms.map((_, n) => Math.sin(n)),
    );
    for (let length = 0; length < payload.length; length++) {
      expect(() => readChunk(payload.subarray(0, length), samplesFor(8))).toThrow(RangeError);
    }
  });

  it("packs the measured mix into at most 1.6 bytes a sample", () => {
    let bytes = 0;
    let random = 1;
    const next = () => {
      random = (random * 48_271) % 2_147_483_647;
      return random / 2_147_483_647;
    };
    const exact = () => next() + next() * 2 ** -31;
    for (let series = 0; series < 100; series++) {
      const ms = Array.from({ length: 240 }, (_, n) => START + (series % 15) * 1000 + n * 15_000);
      let total = Math.floor(next() * 1e6);
      let gauge = 50;
      const kind = series % 10;
      const values = ms.map(() => {
        if (kind < 4) {
          total += Math.floor(next() * 100);
          return total;
        }
        if (kind < 7) {
          gauge = Math.round((gauge + next() * 2 - 1) * 100) / 100;
          return gauge;
        }
        return kind === 7 ? exact() * 100 : 42;
      });
      bytes += pack(ms, values).length;
    }
    expect(bytes / 24_000).toBeLessThan(1.6);
    expect(bytes / 24_000).toBeGreaterThan(0.5);
  });
});
