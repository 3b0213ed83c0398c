import { describe, expect, it } from "vitest";
import { timeTicks, valueTicks } from "@/components/charts/ticks";

const at = Date.parse("2026-11-21T02:51:12Z");
const HOUR = 3_600_000;

describe("the marks of an axis", () => {
  it("stand at round times of the reader's zone", () => {
    const hour = timeTicks(at - HOUR, at, 9 * HOUR).map((ms) => new Date(ms).toISOString().slice(11, 16));
    expect(hour).toEqual(["02:00", "02:10", "02:20", "02:30", "02:40", "02:50"]);
    const week = timeTicks(at - 7 * 24 * HOUR, at, 9 * HOUR).map((ms) => new Date(ms).toISOString().slice(11, 16));
    expect(new Set(week)).toEqual(new Set(["15:00"]));
  });

  it.each([
    [210, [0, 100, 200, 300]],
    [0.2, [0, 0.05, 0.1, 0.15, 0.2]],
    [1, [0, 0.25, 0.5, 0.75, 1]],
    [347, [0, 100, 200, 300, 400]],
  ])("stand at round values up to %s", (top, expected) => {
    expect(valueTicks(top)).toEqual(expected);
  });
});
