import { describe, expect, it } from "vitest";
import { type ChartLine, MOST_POINTS, mergeLines, valueAt } from "@/components/charts/line";

const line = (ms: number[], value: (number | null)[] = ms.map((_, index) => index)): ChartLine => ({
  key: "a",
  label: "a",
  ms,
  value,
});

describe("lines on one chart", () => {
  it("share the rows of their common instants", () => {
    const rows = mergeLines([line([1_000, 2_000]), { ...line([2_000, 3_000]), key: "b" }]);
    expect(rows).toEqual([
      { ms: 1_000, a: 0 },
      { ms: 2_000, a: 1, b: 0 },
      { ms: 3_000, b: 1 },
    ]);
  });

  it("leave a gap open", () => {
    const rows = mergeLines([line([0, 1_000, 2_000, 9_000, 10_000])]);
    expect(rows.map((row) => row["a"])).toContain(null);
  });

  it("never bring more points than the library can draw", () => {
    const many = Array.from({ length: 5_000 }, (_, index) => index * 1_000);
    expect(mergeLines([line(many)]).length).toBeLessThanOrEqual(MOST_POINTS);
  });

  it("say the value nearest to an instant, and nothing when it is far", () => {
    const some = line([0, 1_000, 2_000], [5, 6, 7]);
    expect([valueAt(some, 1_400, 600), valueAt(some, 1_600, 600), valueAt(some, 9_000, 600)]).toEqual([6, 7, null]);
  });
});
