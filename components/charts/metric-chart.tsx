"use client";

import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { QueryChart } from "@/components/charts/query-chart";
import { SeriesChart } from "@/components/charts/series-chart";
import type { ChartRef, SeriesRef } from "@/lib/fleet/key-number-shape";

const COUNTER = /_total$/;
const MOST_IN_SELECTOR = 40;

type Props = {
  chart: ChartRef;
  target?: number | null | undefined;
  height?: number;
  sayLine?: ((series: SeriesRef) => string) | undefined;
};

/** One metric of a detail page under its own name; a counter is shown by how fast it grows, because its height says nothing. */
export function MetricChart({ chart, target, height, sayLine }: Props) {
  const t = useTranslations("charts");
  const title = t.has(chart.key) ? t(chart.key) : chart.key;
  const isCounter = COUNTER.test(chart.key);
  const match = useMemo(() => selectorOf(chart), [chart]);
  const query = useMemo(() => ({ match, pace: "rate" as const }), [match]);
  const size = height === undefined ? {} : { height };
  if (isCounter) return <QueryChart title={title} query={query} unit={rateUnit(chart.unit)} {...size} />;
  return (
    <SeriesChart
      title={title}
      series={chart.series}
      unit={chart.unit}
      target={target}
      {...size}
      {...(sayLine ? { sayLine } : {})}
    />
  );
}

const rateUnit = (unit: string | null) => (unit === "bytes" ? "bytes_per_second" : "per_second");

/** The labels that all lines of a chart share, as a selector of exactly those series as far as labels can tell. */
function selectorOf({ key, series }: ChartRef): string {
  const [first] = series;
  const shared = Object.entries(first?.labels ?? {}).filter(([name, value]) =>
    series.slice(0, MOST_IN_SELECTOR).every(({ labels }) => labels[name] === value),
  );
  return `${key}{${shared.map(([name, value]) => `${JSON.stringify(name)}=${JSON.stringify(value)}`).join(",")}}`;
}
