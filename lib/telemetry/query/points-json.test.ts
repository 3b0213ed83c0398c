import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NumberText } from "@/lib/telemetry/query/number-text";
import { writePoints } from "@/lib/telemetry/query/points-json";
import type { SeriesPoints } from "@/lib/telemetry/sample";

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

function written(values: number[]): unknown {
  const out = new NumberText();
  out.array(Float64Array.from(values));
  return JSON.parse(text(out.done()));
}

const number = fc.oneof(
  fc.double(),
  fc.integer({ min: -1e9, max: 1e9 }).map((cents) => cents / 100),
  fc.maxSafeInteger(),
  fc.constantFrom(0, -0, 0.1, 1e21, 5e-324, 2 ** 31, 2 ** 31 - 1, 999_999.9999, 1_700_000_000_000),
);

describe("points as JSON", () => {
  it("reads back as exactly the numbers that were written", () => {
    fc.assert(
      fc.property(fc.array(number), (values) => {
        const expected = values.map((value) => (Number.isFinite(value) ? value + 0 : null));
        expect(written(values)).toEqual(expected.map((value) => (value === 0 ? 0 : value)));
      }),
      { numRuns: 5000 },
    );
  });

  it("writes the columns that are asked for, and averages to nine digits", () => {
    const column = (...values: number[]) => Float64Array.from(values);
    const points: SeriesPoints = {
      id: 7,
      resolution: "1h",
      stepMs: 3_600_000,
      ms: column(0, 3_600_000),
      last: column(1, 2),
      min: column(0, 1),
      max: column(5, 6),
      mean: column(48.086250000000014, 1 / 3),
      count: column(240, 239),
    };
    const twice = JSON.parse(text(writePoints([points, { ...points, id: 8 }], ["mean", "count"])));
    const one = {
      resolution: "1h",
      stepMs: 3_600_000,
      ms: [0, 3_600_000],
      mean: [48.08625, 0.3333333],
      count: [240, 239],
    };
    expect(twice).toEqual({
      series: [
        { id: 7, ...one },
        { id: 8, ...one },
      ],
    });
  });
});
