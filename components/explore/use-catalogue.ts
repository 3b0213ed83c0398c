"use client";

import { useQuery } from "@tanstack/react-query";
import { call } from "@/lib/http/call";
import type { SeriesInfo } from "@/lib/telemetry/sample";

const MOST_NAMES = 10_000;
const MOST_SERIES = 1_000;

/** The names of all metrics that have arrived. */
export function useMetricNames() {
  return useQuery({
    queryKey: ["explore", "metrics"],
    queryFn: ({ signal }) =>
      call<{ values: string[] }>("GET", "/api/v1/series/labels/__name__", { limit: MOST_NAMES }, signal),
    select: ({ values }) => values,
  });
}

/** The series that a selector chooses, at most 1,000; none for an empty metric. */
export function useSeriesOf(match: string, enabled: boolean) {
  return useQuery({
    queryKey: ["explore", "series", match],
    queryFn: ({ signal }) =>
      call<{ series: SeriesInfo[]; more: boolean }>("GET", "/api/v1/series", { match, limit: MOST_SERIES }, signal),
    enabled,
  });
}

/** The labels that some series have and the values of each, sorted. */
export function labelsOf(series: readonly Pick<SeriesInfo, "labels">[]): Map<string, string[]> {
  const found = new Map<string, Set<string>>();
  for (const { labels } of series) {
    for (const [name, value] of Object.entries(labels)) {
      const values = found.get(name) ?? new Set();
      found.set(name, values.add(value));
    }
  }
  return new Map([...found].sort(([a], [b]) => a.localeCompare(b)).map(([name, values]) => [name, [...values].sort()]));
}
