import { describe, expect, it } from "vitest";
import { stackOf } from "@/components/logs/stack-of";

describe("the histogram of log records", () => {
  it("stacks the worst severity at the foot and leaves no gap between parts", () => {
    const { columns, most } = stackOf({ buckets: [{ ms: 0, counts: { info: 8, error: 2, warn: 1 } }] });
    expect(columns[0]?.parts).toEqual([
      { severity: "error", from: 0, to: 2 },
      { severity: "warn", from: 2, to: 3 },
      { severity: "info", from: 3, to: 11 },
    ]);
    expect(most).toBe(11);
  });

  it("has a scale even when nothing was counted", () => {
    expect(stackOf({ buckets: [] })).toEqual({ columns: [], most: 1 });
  });
});
