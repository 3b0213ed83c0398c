import type { ProbeSeries } from "@/lib/probes/probe";

/** Takes one measured value; the series object is the same one each time. */
export type Emit = (series: ProbeSeries, value: number) => void;

/** A gauge's description, built once and reused for each sample. */
export function gauge(name: string, unit: string, labels: Record<string, string> = {}): ProbeSeries {
  return { name, labels, unit, kind: "gauge" };
}

/** Series by a key that the reader finds in the text, built at the first sight and at most `limit` of them. */
export function seriesByKey(
  build: (key: string) => ProbeSeries,
  limit = 512,
): (key: string) => ProbeSeries | undefined {
  const known = new Map<string, ProbeSeries>();
  return (key) => {
    let series = known.get(key);
    if (!series && known.size < limit) {
      series = build(key);
      known.set(key, series);
    }
    return series;
  };
}
