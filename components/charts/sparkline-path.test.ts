import { describe, expect, it } from "vitest";
import { sparklinePath } from "@/components/charts/sparkline-path";

const frame = { fromMs: 0, toMs: 1_000, top: 10, width: 100, height: 20 };

describe("a sparkline", () => {
  it("maps time onto its width and value onto its height", () => {
    expect(sparklinePath([0, 500, 1_000], [0, 5, 10], frame)).toBe("M0.0 20.0L50.0 10.0L100.0 0.0");
  });

  it("leaves a gap open where samples are missing", () => {
    expect(sparklinePath([0, 100, 200, 900, 1_000], [5, 5, 5, 5, 5], frame).match(/M/g)).toHaveLength(2);
  });

  it("leaves out what lies outside its time and what is no number", () => {
    expect(sparklinePath([-5, 0, 2_000], [1, Number.NaN, 1], frame)).toBe("");
  });

  it("holds a value above its top at the top", () => {
    expect(sparklinePath([500], [99], frame)).toBe("M50.0 0.0");
  });
});
