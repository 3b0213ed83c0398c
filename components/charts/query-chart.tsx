"use client";

import { TimeSeries } from "@/components/charts/time-series";
import { type StoreQuery, useQueryLines } from "@/components/charts/use-query-lines";
import { useRange } from "@/components/shell/use-range";
import { LoadFailed } from "@/components/ui/answer";

type Props = { title: string; query: StoreQuery; unit: string | null; height?: number };

/** What a typed query answers over the page's range, such as the rate of a counter. */
export function QueryChart({ title, query, unit, height }: Props) {
  const { lines, answer, span, error, refetch } = useQueryLines(query);
  const { set, back } = useRange();
  if (error && lines.length === 0) return <LoadFailed error={error} onRetry={refetch} />;
  return (
    <TimeSeries
      title={title}
      lines={lines}
      unit={unit}
      span={span}
      isPending={!answer}
      onZoom={({ fromMs, toMs }) => set({ from: String(fromMs), to: String(toMs) })}
      onBack={back}
      {...(height === undefined ? {} : { height })}
    />
  );
}
