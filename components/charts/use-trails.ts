"use client";

import { useEffect } from "react";
import { askPoints } from "@/components/charts/ask-points";
import { useLive } from "@/components/live/live-provider";
import { TRAIL_POINTS } from "@/components/live/series-store";
import { useLiveState } from "@/components/live/use-live-state";

/** How much of the past a sparkline shows. */
export const TRAIL_MS = 30 * 60_000;

/** Fetches the recent past of the series on a board, all at once, and again after a loss; sparklines read it from the store. */
export function useTrails(series: readonly number[]): void {
  const { store, clock } = useLive();
  const { link } = useLiveState();
  const key = series.join();
  const isLive = link === "live";
  useEffect(() => {
    if (key === "" || !isLive) return;
    const leaving = new AbortController();
    const toMs = Math.round(clock.now());
    askPoints(key.split(",").map(Number), { fromMs: toMs - TRAIL_MS, toMs }, TRAIL_POINTS / 2, leaving.signal).then(
      (points) => {
        for (const { id, ms, last } of points) {
          store.seedTrail(id, { ms, value: last.map((value) => value ?? Number.NaN) });
        }
      },
      // A sparkline without its past is still true; it grows with the ticks.
      () => undefined,
    );
    return () => leaving.abort();
  }, [key, isLive, store, clock]);
}
