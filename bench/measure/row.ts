import { median } from "@/bench/measure/quantile";

/** What several rounds of one subject gave: the median decides, the extremes are shown. */
export type Spread = { median: number; least: number; most: number; rounds: number };

/** A peer's figure, or the reason why there is none. */
export type Against = { name: string; spread: Spread } | { name: string; missing: string };

/** What is promised: at most so many times the peer, or at most so much. */
export type Limit = { kind: "ratio" | "absolute"; most: number; stretch?: boolean };

/** One line of the report. `ours` missing means that it was not measured, with the reason. */
export type Row = {
  claim: string;
  workload: string;
  unit: string;
  ours: Spread | { missing: string };
  peer?: Against;
  /** Without a limit the row is only for the record. */
  limit?: Limit;
  note?: string;
};

export type Verdict = { ratio?: number; verdict: "met" | "missed" | "not measured" | "" };

export function spread(values: readonly number[]): Spread | { missing: string } {
  if (values.length === 0 || values.some((value) => !Number.isFinite(value))) return { missing: "not measured" };
  return { median: median(values), least: Math.min(...values), most: Math.max(...values), rounds: values.length };
}

/** A peer's figures as `Against`; no figures read as the reason `missing`. */
export function against(name: string, values: readonly number[] | undefined, missing = "peer not installed"): Against {
  const figures = values === undefined ? { missing } : spread(values);
  return "missing" in figures ? { name, missing: figures.missing } : { name, spread: figures };
}

/** Whether a row keeps its limit, from medians alone; a side without a figure is never met. */
export function judge({ ours, peer, limit }: Row): Verdict {
  const ratio = !("missing" in ours) && peer && "spread" in peer ? ours.median / peer.spread.median : undefined;
  if (!limit) return { ratio, verdict: "" };
  if ("missing" in ours) return { ratio, verdict: "not measured" };
  const figure = limit.kind === "absolute" ? ours.median : ratio;
  if (figure === undefined) return { ratio, verdict: "not measured" };
  return { ratio, verdict: figure <= limit.most ? "met" : "missed" };
}
