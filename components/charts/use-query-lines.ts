"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { ChartLine } from "@/components/charts/line";
import { lineLabels } from "@/components/charts/line-labels";
import { useSpanShown } from "@/components/charts/use-points";
import { useLiveState } from "@/components/live/use-live-state";
import { call } from "@/lib/http/call";

/** A typed question to the store: which series, how counters grow, how lines are put together. */
export type StoreQuery = {
  match: string;
  pace?: "rate" | "increase";
  aggregate?: { op: "sum" | "avg" | "min" | "max" | "count"; by: string[] };
  quantile?: number;
};

type Answer = {
  stepMs: number;
  startMs: number;
  lines: { labels: Record<string, string>; values: (number | null)[] }[];
  more: boolean;
};

const POINTS = 600;

/** The lines that answer a query over the page's range, moving with it; nothing is asked for an undefined query. */
export function useQueryLines(query: StoreQuery | undefined) {
  const wanted = useSpanShown();
  const { paused } = useLiveState();
  const asked = useQuery({
    queryKey: ["query", query, wanted.fromMs, wanted.toMs],
    queryFn: async ({ signal }) => ({
      answer: await call<Answer>("POST", "/api/v1/query", { ...query, ...wanted, maxPoints: POINTS }, signal),
      span: wanted,
    }),
    enabled: query !== undefined && !paused,
    placeholderData: keepPreviousData,
    gcTime: 30_000,
  });
  const answer = query ? asked.data?.answer : undefined;
  const lines = useMemo(() => (answer ? linesOf(answer) : []), [answer]);
  return {
    lines,
    answer,
    span: asked.data?.span ?? wanted,
    error: asked.error,
    isAsking: asked.isFetching,
    refetch: () => void asked.refetch(),
  };
}

function linesOf({ startMs, stepMs, lines }: Answer): ChartLine[] {
  const names = lineLabels(lines.map(({ labels }) => ({ name: labels["__name__"] ?? "", labels: written(labels) })));
  return lines
    .map(({ labels, values }, index) => ({
      key: JSON.stringify(labels),
      label: names[index] || Object.values(written(labels)).join(" · "),
      ms: values.map((_, at) => startMs + at * stepMs),
      value: values,
    }))
    .sort((a, b) => a.label.localeCompare(b.label, "en", { numeric: true }));
}

// A bare value such as 0 says nothing where any label may stand.
function written(labels: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(labels).map(([name, value]) => [name, `${name}=${value}`]));
}
