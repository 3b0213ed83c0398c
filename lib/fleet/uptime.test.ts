import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Change, spansOf, uptimeOf } from "@/lib/fleet/uptime";
import type { Uptime } from "@/lib/fleet/uptime-shape";
import { HEALTH_STATES } from "@/lib/kernel/states";

const window = { fromMs: 1_000, toMs: 2_000 };
const change = (atMs: number, from: string, to: string): Change => ({ atMs, from, to });

function uptime(changes: Change[], now: string): Uptime {
  return uptimeOf(spansOf(changes, now, window), window);
}

describe("uptime of a window", () => {
  const table: [why: string, changes: Change[], now: string, ratio: number | null, coverage: number][] = [
    ["healthy throughout, without any change", [], "healthy", 1, 1],
    ["down throughout, without any change", [], "down", 0, 1],
    ["unknown throughout is not up and not down", [], "unknown", null, 0],
    ["maintenance throughout is not up and not down", [], "maintenance", null, 0],
    ["degraded counts as up", [], "degraded", 1, 1],
    ["an outage that is over", [change(1_200, "healthy", "down"), change(1_300, "down", "healthy")], "healthy", 0.9, 1],
    ["an outage that still lasts", [change(1_900, "healthy", "down")], "down", 0.9, 1],
    ["the state at the start is what the first change left", [change(1_500, "down", "healthy")], "healthy", 0.5, 1],
    ["a change at the window's start rules from there on", [change(1_000, "down", "healthy")], "healthy", 1, 1],
    ["a change at the window's end is not in it", [change(2_000, "healthy", "down")], "down", 1, 1],
    [
      "changes before the window say nothing about it",
      [change(500, "healthy", "down"), change(900, "down", "healthy")],
      "healthy",
      1,
      1,
    ],
    ["a change after the window tells what held in it", [change(2_500, "down", "healthy")], "healthy", 0, 1],
    ["unknown time is left out of both", [change(1_500, "unknown", "healthy")], "healthy", 1, 0.5],
    [
      "maintenance is left out of both",
      [change(1_250, "healthy", "maintenance"), change(1_750, "maintenance", "down")],
      "down",
      0.5,
      0.5,
    ],
    [
      "changes at one instant: the last one rules",
      [change(1_500, "healthy", "down"), change(1_500, "down", "healthy")],
      "healthy",
      1,
      1,
    ],
  ];
  it.each(table)("%s", (_why, changes, now, ratio, coverage) => {
    const result = uptime(changes, now);
    if (ratio === null) expect(result.ratio).toBeNull();
    else expect(result.ratio).toBeCloseTo(ratio, 10);
    expect(result.coverage).toBeCloseTo(coverage, 10);
  });
});

describe("laws", () => {
  const history = fc
    .array(fc.record({ atMs: fc.integer({ min: 0, max: 3_000 }), to: fc.constantFrom(...HEALTH_STATES) }), {
      maxLength: 40,
    })
    .map((steps) => {
      let from: string = "unknown";
      return steps
        .toSorted((a, b) => a.atMs - b.atMs)
        .map(({ atMs, to }) => {
          const one = change(atMs, from, to);
          from = to;
          return one;
        });
    });

  it("stretches cover the window exactly, without gaps and without two neighbours of one state", () => {
    fc.assert(
      fc.property(history, (changes) => {
        const spans = spansOf(changes, changes.at(-1)?.to ?? "unknown", window);
        expect(spans[0]?.fromMs).toBe(window.fromMs);
        expect(spans.at(-1)?.toMs).toBe(window.toMs);
        spans.forEach((span, i) => {
          expect(span.toMs).toBeGreaterThan(span.fromMs);
          if (i > 0) expect([span.fromMs, span.state === spans[i - 1]?.state]).toEqual([spans[i - 1]?.toMs, false]);
        });
      }),
    );
  });

  it("agrees with counting millisecond by millisecond", () => {
    fc.assert(
      fc.property(history, (changes) => {
        const seconds = Array.from({ length: 1_000 }, (_, i) => i + window.fromMs);
        const states = seconds.map((ms) => changes.findLast((one) => one.atMs <= ms)?.to ?? "unknown");
        const count = (...wanted: string[]) => states.filter((state) => wanted.includes(state)).length;
        const known = count("healthy", "degraded", "down");
        const result = uptime(changes, changes.at(-1)?.to ?? "unknown");
        expect(result.ratio).toEqual(known === 0 ? null : count("healthy", "degraded") / known);
        expect(result.coverage).toBe(known / 1_000);
      }),
      { numRuns: 200 },
    );
  });

  it("changes that lie before the window do not matter", () => {
    fc.assert(
      fc.property(history, (changes) => {
        const now = changes.at(-1)?.to ?? "unknown";
        const inside = changes.filter((one) => one.atMs > window.fromMs);
        expect(spansOf(inside, now, window)).toEqual(spansOf(changes, now, window));
      }),
    );
  });
});
