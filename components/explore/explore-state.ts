import type { StoreQuery } from "@/components/charts/use-query-lines";
import type { UrlPatch } from "@/components/shell/use-url-state";
import { parseSelector } from "@/lib/telemetry/query/selector";
import type { Matcher } from "@/lib/telemetry/sample";

export const PACES = ["rate", "increase"] as const;
export const OPERATIONS = ["avg", "sum", "min", "max", "count"] as const;

export type ExploreState = {
  metric: string;
  matchers: Matcher[];
  pace: (typeof PACES)[number] | "";
  op: (typeof OPERATIONS)[number] | "";
  by: string[];
  quantile: number | undefined;
};

type Params = { get: (name: string) => string | null };

const oneOf = <T extends string>(all: readonly T[], text: string | null): T | "" =>
  all.find((each) => each === text) ?? "";

/** What an address asks to be shown; a part that makes no sense counts as not given. */
export function readState(params: Params): ExploreState {
  const share = Number(params.get("q") ?? Number.NaN);
  return {
    metric: params.get("metric") ?? "",
    matchers: readMatchers(params.get("labels") ?? ""),
    pace: oneOf(PACES, params.get("fn")),
    op: oneOf(OPERATIONS, params.get("op")),
    by: (params.get("by") ?? "")
      .split(",")
      .map((label) => label.trim())
      .filter(Boolean),
    quantile: share >= 0 && share <= 1 ? share : undefined,
  };
}

function readMatchers(text: string): Matcher[] {
  try {
    return parseSelector(`{${text}}`);
  } catch {
    return [];
  }
}

/** The address that asks for a state. */
export function writeState(state: ExploreState): UrlPatch {
  return {
    metric: state.metric,
    labels: writeMatchers(state.matchers),
    fn: state.pace,
    op: state.op,
    by: state.op === "" && state.quantile === undefined ? "" : state.by.join(","),
    q: state.quantile === undefined ? null : String(state.quantile),
  };
}

const writeMatchers = (matchers: readonly Matcher[]) =>
  matchers
    .filter(({ label }) => label !== "")
    .map(({ label, op, value }) => `${nameOf(label)}${op}${JSON.stringify(value)}`)
    .join(",");

const nameOf = (label: string) => (/^[a-zA-Z_][\w.]*$/.test(label) ? label : JSON.stringify(label));

/** The selector of a state's series. */
export function selectorOf({ metric, matchers }: Pick<ExploreState, "metric" | "matchers">): string {
  const inner = writeMatchers(matchers);
  const named = /^[a-zA-Z_:][\w:.]*$/.test(metric);
  const name = named || metric === "" ? "" : `"__name__"=${JSON.stringify(metric)}${inner ? "," : ""}`;
  return `${named ? metric : ""}{${name}${inner}}`;
}

/** What the store is asked for a state; undefined while nothing is chosen. */
export function queryOf(state: ExploreState): StoreQuery | undefined {
  if (state.metric === "") return undefined;
  const by = state.by;
  return {
    match: selectorOf(state),
    ...(state.pace ? { pace: state.pace } : {}),
    ...(state.quantile !== undefined ? { quantile: state.quantile } : {}),
    ...(state.op ? { aggregate: { op: state.op, by } } : {}),
  };
}

/** The unit of the answer, from that of the series: growth per second of bytes is bytes per second, a count has none. */
export function unitOf(state: ExploreState, unit: string | null): string | null {
  if (state.op === "count") return "count";
  if (state.pace !== "rate") return unit;
  if (unit === "bytes") return "bytes_per_second";
  return unit === "seconds" ? "ratio" : "per_second";
}
