import { describe, expect, it } from "vitest";
import { parseStat, treeOf } from "@/bench/measure/process-table";
import { median, quantile } from "@/bench/measure/quantile";
import { longestTaskMs, type TraceEvent } from "@/bench/measure/renderer-tasks";
import { interleaved } from "@/bench/measure/rounds";
import { against, judge, type Row, spread } from "@/bench/measure/row";

describe("a process", () => {
  it("is read with the time of the children it has reaped, whatever its name holds", () => {
    const stat = "42 (a) b (c) S 7 42 42 0 -1 4194304 100 200 0 0 150 50 25 75 20 0 1 0 12345 1000 10";
    expect(parseStat(stat)).toEqual({ pid: 42, parent: 7, seconds: 3 });
  });

  it("is counted with everything below it and nothing else", () => {
    const table = [
      [1, 0],
      [2, 1],
      [3, 2],
      [4, 1],
      [5, 4],
    ].map(([pid, parent]) => ({ pid: pid as number, parent: parent as number, seconds: 1 }));
    expect([...treeOf(table, [2, 5])].sort()).toEqual([2, 3, 5]);
    expect(treeOf(table, [9]).size).toBe(0);
  });
});

describe("figures", () => {
  it.each([
    [[3, 1, 2], 0.5, 2],
    [[3, 1, 2], 0.99, 3],
    [[7], 0.01, 7],
  ])("of %j at %d are %d", (values, share, expected) => expect(quantile(values, share)).toBe(expected));

  it("have the mean of the two middle ones as their median when they are even", () => {
    expect(median([4, 1, 3, 2])).toBe(2.5);
  });

  it("that are not there are said to be missing, never a number", () => {
    expect(spread([])).toEqual({ missing: "not measured" });
    expect(spread([1, Number.NaN])).toEqual({ missing: "not measured" });
    expect(against("a peer", undefined)).toEqual({ name: "a peer", missing: "peer not installed" });
  });
});

describe("a row", () => {
  const row = (ours: number[], peer: number[] | undefined, kind: "ratio" | "absolute", most: number): Row => ({
    claim: "c",
    workload: "w",
    unit: "u",
    ours: spread(ours),
    peer: against("p", peer),
    limit: { kind, most },
  });
  it.each([
    ["met at its limit", row([1, 1, 1], [2, 2, 2], "ratio", 0.5), { ratio: 0.5, verdict: "met" }],
    ["missed above it", row([3], [2], "ratio", 1), { ratio: 1.5, verdict: "missed" }],
    ["not measured without its peer", row([3], undefined, "ratio", 1), { verdict: "not measured" }],
    ["not measured without ours", row([], [2], "absolute", 1), { verdict: "not measured" }],
    ["judged alone when its limit is absolute", row([3], undefined, "absolute", 5), { verdict: "met" }],
  ])("is %s", (_, one, expected) => expect(judge(one)).toEqual({ ratio: undefined, ...expected }));
});

describe("rounds", () => {
  it("turn the order, so that nobody is always first", async () => {
    const order: string[] = [];
    const subject = (name: string) => async (round: number) => {
      order.push(name);
      return round;
    };
    const figures = await interleaved(3, { a: subject("a"), b: subject("b") });
    expect(order).toEqual(["a", "b", "b", "a", "a", "b"]);
    expect(figures).toEqual({ a: [0, 1, 2], b: [0, 1, 2] });
  });
});

describe("a trace", () => {
  const event = (change: Partial<TraceEvent>): TraceEvent => ({
    name: "RunTask",
    ph: "X",
    pid: 1,
    tid: 1,
    ts: 0,
    ...change,
  });
  const main = event({ name: "thread_name", ph: "M", args: { name: "CrRendererMain" } });
  it("tells the longest task of a page's main thread", () => {
    expect(
      longestTaskMs([
        main,
        event({ dur: 7_000 }),
        event({ dur: 9_000, tid: 2 }),
        event({ name: "Paint", dur: 90_000 }),
      ]),
    ).toBe(7);
  });
  it("without a task is refused rather than read as none", () => expect(() => longestTaskMs([main])).toThrow());
});
