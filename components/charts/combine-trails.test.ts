import { describe, expect, it } from "vitest";
import { combineTrails } from "@/components/charts/combine-trails";

describe("several series as one line", () => {
  const one = { ms: [1_000, 11_000], value: [2, 4] };
  const two = { ms: [3_000, 31_000], value: [6, 8] };

  it("leaves a single one as it is", () => {
    expect(combineTrails([one], "mean", 10_000)).toBe(one);
  });

  it("takes the mean or the maximum of each step, and invents no step", () => {
    expect(combineTrails([one, two], "mean", 10_000)).toEqual({ ms: [5_000, 15_000, 35_000], value: [4, 4, 8] });
    expect(combineTrails([one, two], "max", 10_000).value).toEqual([6, 4, 8]);
  });
});
