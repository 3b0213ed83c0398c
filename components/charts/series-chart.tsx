"use client";

import { useMemo } from "react";
import type { ChartLine } from "@/components/charts/line";
import { lineLabels } from "@/components/charts/line-labels";
import { TimeSeries } from "@/components/charts/time-series";
import { usePoints } from "@/components/charts/use-points";
import { useRange } from "@/components/shell/use-range";
import { LoadFailed } from "@/components/ui/answer";
import type { SeriesRef } from "@/lib/fleet/key-number-shape";

type Props = {
  title: string;
  series: readonly SeriesRef[];
  unit: string | null;
  target?: number | null | undefined;
  area?: boolean;
  height?: number;
  /** Says a line's name where the labels alone do not. */
  sayLine?: (series: SeriesRef) => string;
};

/** Series of the store over the page's range: drag to look closer, double click to go back. */
export function SeriesChart({ title, series, unit, target, area, height, sayLine }: Props) {
  const ids = useMemo(() => series.map(({ id }) => id), [series]);
  const { points, span, isPending, error, refetch } = usePoints(ids);
  const { set, back } = useRange();
  const lines = useMemo(() => {
    const labels = sayLine ? series.map(sayLine) : series.length === 1 ? [title] : lineLabels(series);
    const byId = new Map(points.map((each) => [each.id, each]));
    return series.map(({ id }, index): ChartLine => {
      const found = byId.get(id);
      const value = found ? (found.stepMs > 0 ? found.mean : found.last) : [];
      return { key: String(id), label: labels[index] ?? "", ms: found?.ms ?? [], value };
    });
  }, [points, series, sayLine, title]);
  if (error && points.length === 0) return <LoadFailed error={error} onRetry={refetch} />;
  return (
    <TimeSeries
      title={title}
      lines={lines}
      unit={unit}
      span={span}
      target={target}
      isPending={isPending}
      onZoom={({ fromMs, toMs }) => set({ from: String(fromMs), to: String(toMs) })}
      onBack={back}
      {...(area === undefined ? {} : { area })}
      {...(height === undefined ? {} : { height })}
    />
  );
}
