import { describe, expect, it } from "vitest";
import {
  type ExploreState,
  queryOf,
  readState,
  selectorOf,
  unitOf,
  writeState,
} from "@/components/explore/explore-state";
import { parseSelector } from "@/lib/telemetry/query/selector";

const state: ExploreState = {
  metric: "http_requests_total",
  matchers: [
    { label: "host", op: "=", value: 'a"b\\c' },
    { label: "service.name", op: "!=", value: "게이트" },
  ],
  pace: "rate",
  op: "sum",
  by: ["host"],
  quantile: undefined,
};

const throughAddress = (given: ExploreState) => {
  const entries = Object.entries(writeState(given)).filter((entry): entry is [string, string] => !!entry[1]);
  return readState(new URLSearchParams(entries));
};

describe("what explore shows", () => {
  it("survives the address, whatever the values hold", () => {
    expect(throughAddress(state)).toEqual(state);
  });

  it("asks the store with a selector that the store reads the same way", () => {
    expect(parseSelector(selectorOf(state))).toEqual([
      { label: "__name__", op: "=", value: state.metric },
      ...state.matchers,
    ]);
    expect(queryOf(state)).toMatchObject({ pace: "rate", aggregate: { op: "sum", by: ["host"] } });
  });

  it("asks nothing before a metric is chosen, and takes nonsense in an address for nothing", () => {
    expect(queryOf(readState(new URLSearchParams("labels=((&fn=drop&q=7")))).toBeUndefined();
  });

  it.each([
    ["bytes", "rate", "", "bytes_per_second"],
    ["seconds", "rate", "", "ratio"],
    ["count", "rate", "", "per_second"],
    ["bytes", "increase", "", "bytes"],
    ["bytes", "", "count", "count"],
  ] as const)("says %s with %s and %s in %s", (unit, pace, op, said) => {
    expect(unitOf({ ...state, pace, op }, unit)).toBe(said);
  });
});
