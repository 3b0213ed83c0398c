"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { askPoints, type SeriesPoints } from "@/components/charts/ask-points";
import { useLiveState } from "@/components/live/use-live-state";
import { useServerNow } from "@/components/live/use-server-now";
import { spanOf, useRange } from "@/components/shell/use-range";
import { useZone } from "@/components/ui/zone";
import type { TimeSpan } from "@/lib/kernel/time-range";

const POINTS = 600;
const SOONEST_MS = 5_000;

/** The stretch of time that the page shows; one that ends now moves on in steps as wide as a pixel, and stands while paused. */
export function useSpanShown(): TimeSpan {
  const { range, moving } = useRange();
  const zone = useZone();
  const now = useServerNow();
  const { fromMs, toMs } = spanOf(range, now, zone.name);
  if (!moving) return { fromMs, toMs };
  const step = Math.max(SOONEST_MS, Math.round((toMs - fromMs) / POINTS / 1_000) * 1_000);
  const end = Math.ceil(toMs / step) * step;
  return { fromMs: end - (toMs - fromMs), toMs: end };
}

type Asked = { points: SeriesPoints[]; span: TimeSpan; isPending: boolean; error: unknown; refetch: () => void };

/** The points of some series over the page's range, refreshed as the range moves. */
export function usePoints(series: readonly number[]): Asked {
  const wanted = useSpanShown();
  const { paused } = useLiveState();
  const query = useQuery({
    queryKey: ["points", series.join(), wanted.fromMs, wanted.toMs],
    queryFn: async ({ signal }) => ({ points: await askPoints(series, wanted, POINTS, signal), span: wanted }),
    enabled: series.length > 0 && !paused,
    placeholderData: keepPreviousData,
    gcTime: 30_000,
  });
  return {
    points: query.data?.points ?? [],
    span: query.data?.span ?? wanted,
    isPending: query.isPending && series.length > 0,
    error: query.error,
    refetch: () => void query.refetch(),
  };
}
