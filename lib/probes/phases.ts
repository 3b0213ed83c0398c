import type { ProbeSample, ProbeSeries } from "@/lib/probes/probe";

export const PHASES = ["dns", "connect", "tls", "first-byte", "transfer", "query"] as const;
export type Phase = (typeof PHASES)[number];

const series = new Map<Phase, ProbeSeries>(
  PHASES.map((phase) => [phase, { name: "check_duration_seconds", labels: { phase }, unit: "seconds", kind: "gauge" }]),
);

/** One part of a check's duration: check_duration_seconds{phase}, to a hundredth of a millisecond. */
export function phase(name: Phase, ms: number): ProbeSample {
  const found = series.get(name);
  if (!found) throw new Error(`${name} is not a phase`);
  return { series: found, value: Math.round(ms * 100) / 100_000 };
}

/** A gauge of a check in one line. */
export function gaugeSample(
  name: string,
  value: number,
  unit?: string,
  labels: Record<string, string> = {},
): ProbeSample {
  return { series: { name, labels, unit, kind: "gauge" }, value };
}

/** A counter of a check in one line. */
export function counterSample(
  name: string,
  value: number,
  unit?: string,
  labels: Record<string, string> = {},
): ProbeSample {
  return { series: { name, labels, unit, kind: "counter" }, value };
}
