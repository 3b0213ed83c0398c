import { describe, expect, it } from "vitest";
import { type Evaluation, evaluate } from "@/lib/telemetry/query/evaluate";
import { gridOf } from "@/lib/telemetry/query/grid";
import { type SeriesInfo, type SeriesPoints, STALE_MARKER } from "@/lib/telemetry/sample";

const NONE = new Float64Array(0);
const STEP = 10_000;

/** Raw samples every 10 s from 0, one per value; null is no sample. */
function raw(id: number, values: (number | null)[], everyMs = STEP): SeriesPoints {
  const there = values.flatMap((value, at) => (value === null ? [] : [{ at, value }]));
  const ms = Float64Array.from(there, ({ at }) => at * everyMs);
  const last = Float64Array.from(there, ({ value }) => value);
  return { id, resolution: "raw", stepMs: 0, ms, last, min: NONE, max: NONE, mean: NONE, count: NONE };
}

const named = (id: number, labels: Record<string, string>): SeriesInfo => ({
  id,
  name: "m",
  labels,
  unit: null,
  kind: null,
});

function ask(all: [Record<string, string>, SeriesPoints][], evaluation: Evaluation, toMs = 50_000, stepMs = STEP) {
  const series = all.map(([labels, { id }]) => named(id, labels));
  const lines = evaluate(
    series,
    all.map(([, points]) => points),
    gridOf(0, toMs, stepMs),
    evaluation,
  );
  return lines.map(({ labels, values }) => {
    const { __name__: _, ...rest } = labels;
    return [rest, [...values].map((value) => (Number.isNaN(value) ? null : Math.round(value * 1000) / 1000))];
  });
}

const only = (points: SeriesPoints, evaluation: Evaluation, toMs?: number, stepMs?: number) =>
  ask([[{}, points]], evaluation, toMs, stepMs)[0]?.[1];

describe("a query", () => {
  const table: [says: string, values: (number | null)[], evaluation: Evaluation, expected: (number | null)[]][] = [
    ["shows a gauge as it is", [1, 2, 3, 4, 5], {}, [1, 2, 3, 4, 5]],
    ["leaves a gap open", [1, 2, null, null, 5], {}, [1, 2, null, null, 5]],
    ["gives growth per second", [0, 10, 30, 30, 40], { pace: "rate" }, [1, 2, 0, 1, null]],
    ["gives growth per step", [0, 10, 30, 30, 40], { pace: "increase" }, [10, 20, 0, 10, null]],
    ["takes a fall for a reset to zero", [90, 100, 5, 15, 25], { pace: "increase" }, [10, 5, 10, 10, null]],
    ["grows across one missed scrape", [0, 10, null, 30, 40], { pace: "increase" }, [10, 10, 10, 10, null]],
    ["breaks at a stale marker", [0, 10, STALE_MARKER, 0, 5], { pace: "increase" }, [10, null, null, 5, null]],
    ["shows nothing past a stale marker", [1, 1, STALE_MARKER, null, null], {}, [1, 1, null, null, null]],
  ];
  it.each(table)("%s", (_, values, evaluation, expected) => {
    expect(only(raw(1, values), evaluation)).toEqual(expected);
  });

  it("does not bridge a silence of more than three intervals", () => {
    const values = [0, 10, 20, null, null, null, null, 900, 910];
    expect(only(raw(1, values), { pace: "increase" }, 90_000)).toEqual([
      10,
      10,
      null,
      null,
      null,
      null,
      null,
      10,
      null,
    ]);
  });

  it("lets a slow series speak between its samples, and a dead one fall silent", () => {
    const values = [1, 2, 3, null, null, null, null, null];
    expect(only(raw(1, values, 30_000), {}, 240_000, 15_000)).toEqual([
      ...[1, 1, 2, 2, 3, 3, 3, 3, 3, 3, 3],
      ...[null, null, null, null, null],
    ]);
  });

  it("spreads growth over steps finer than the samples", () => {
    expect(only(raw(1, [0, 40], 40_000), { pace: "rate" }, 40_000)).toEqual([1, 1, 1, 1]);
  });

  it("sees a reset inside a roll-up by its maximum", () => {
    const points: SeriesPoints = {
      ...raw(1, []),
      resolution: "1m",
      stepMs: STEP,
      ms: Float64Array.of(0, STEP, 2 * STEP),
      last: Float64Array.of(100, 30, 50),
      max: Float64Array.of(100, 120, 50),
      mean: Float64Array.of(100, 60, 40),
    };
    expect(only(points, { pace: "increase" }, 40_000)).toEqual([null, 50, 20, null]);
  });

  const pair: [Record<string, string>, SeriesPoints][] = [
    [{ host: "a", zone: "x" }, raw(1, [1, 2, 3])],
    [{ host: "b", zone: "x" }, raw(2, [10, null, 30, 40, 50])],
    [{ host: "c", zone: "y" }, raw(3, [100, 200, null])],
  ];
  const grouped: [op: "sum" | "avg" | "min" | "max" | "count", x: (number | null)[], y: (number | null)[]][] = [
    ["sum", [11, 2, 33], [100, 200, null]],
    ["avg", [5.5, 2, 16.5], [100, 200, null]],
    ["min", [1, 2, 3], [100, 200, null]],
    ["max", [10, 2, 30], [100, 200, null]],
    ["count", [2, 1, 2], [1, 1, null]],
  ];
  it.each(grouped)("puts series together by label with %s", (op, x, y) => {
    expect(ask(pair, { aggregate: { op, by: ["zone"] } }, 30_000)).toEqual([
      [{ zone: "x" }, x],
      [{ zone: "y" }, y],
    ]);
  });

  it("sums growth, not values: one series' reset is not another's loss", () => {
    const counters: [Record<string, string>, SeriesPoints][] = [
      [{ host: "a" }, raw(1, [100, 110, 0])],
      [{ host: "b" }, raw(2, [0, 10, 20])],
    ];
    expect(ask(counters, { pace: "increase", aggregate: { op: "sum", by: [] } }, 30_000)).toEqual([
      [{}, [20, 10, null]],
    ]);
  });

  it("reads a quantile off a histogram as Prometheus does", () => {
    const histogram = (["0.1", "0.5", "1", "+Inf"] as const).map((le, n): [Record<string, string>, SeriesPoints] => [
      { le },
      raw(n + 1, [[10, 60, 90, 100][n] ?? 0, 0]),
    ]);
    const at = (quantile: number) => ask(histogram, { quantile }, 20_000)[0]?.[1];
    expect(at(0.5)).toEqual([0.42, null]);
    expect(at(0.05)).toEqual([0.05, null]);
    expect(at(0.99)).toEqual([1, null]);
  });
});
