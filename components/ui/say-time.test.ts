import { describe, expect, it } from "vitest";
import { sayZone, spanParts } from "@/components/ui/say-time";

describe("a stretch of time", () => {
  it.each([
    [-5_000, "0s"],
    [900, "0s"],
    [4_200, "4s"],
    [61_000, "1m"],
    [3_600_000, "1h"],
    [12_000_000, "3h 20m"],
    [86_400_000 * 5 + 7_200_000, "5d 2h"],
  ])("%i ms is %s", (ms, expected) => {
    expect(
      spanParts(ms)
        .map(({ n, unit }) => `${n}${unit}`)
        .join(" "),
    ).toBe(expected);
  });
});

describe("the name of a zone", () => {
  it("is its offset, so that nobody has to know abbreviations", () => {
    const at = Date.parse("2026-11-21T00:00:00Z");
    expect([sayZone(at, "Asia/Seoul"), sayZone(at, "UTC"), sayZone(at, "America/New_York")]).toEqual([
      "UTC+9",
      "UTC",
      "UTC-5",
    ]);
  });
});
