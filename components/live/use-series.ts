"use client";

import { useCallback, useMemo, useSyncExternalStore } from "react";
import { useLive } from "@/components/live/live-provider";
import type { Point, SeriesStore, Trail } from "@/components/live/series-store";

export type Combine = "mean" | "max";

/** A series that has been silent for this long beside its siblings no longer counts in their mean or maximum. */
const COMPANY_MS = 120_000;

function combined(points: readonly Point[], combine: Combine): Point | undefined {
  const ms = Math.max(...points.map((point) => point.ms));
  const values = points.filter((point) => ms - point.ms < COMPANY_MS).map((point) => point.value);
  if (values.length === 0) return undefined;
  const value = combine === "max" ? Math.max(...values) : values.reduce((sum, each) => sum + each, 0) / values.length;
  return { ms, value };
}

function subscribeTo(store: SeriesStore, key: string) {
  const ids = key ? key.split(",").map(Number) : [];
  return { ids, subscribe: (listener: () => void) => store.subscribe(ids, listener) };
}

/** The latest of one series or of several taken together, moving with the ticks; `initial` is what the page was rendered with. */
export function useSeries(
  seriesIds: readonly number[],
  initial: Point | null,
  combine: Combine = "mean",
): Point | null {
  const { store } = useLive();
  const key = seriesIds.join();
  const { ids, subscribe } = useMemo(() => subscribeTo(store, key), [store, key]);
  const read = useCallback(() => ids.map((id) => store.point(id)?.ms ?? 0).join(), [store, ids]);
  const version = useSyncExternalStore(subscribe, read, () => "");
  return useMemo(() => {
    const points = version === "" ? [] : ids.map((id) => store.point(id)).filter((point) => point !== undefined);
    const now = points.length > 0 ? combined(points, combine) : undefined;
    return now && now.ms >= (initial?.ms ?? 0) ? now : initial;
  }, [version, ids, store, combine, initial]);
}

const NOTHING: readonly Trail[] = [];

/** The recent past of some series, for a sparkline. */
export function useTrailsOf(seriesIds: readonly number[]): readonly Trail[] {
  const { store } = useLive();
  const key = seriesIds.join();
  const { ids, subscribe } = useMemo(() => subscribeTo(store, key), [store, key]);
  const read = useCallback(
    () => ids.map((id) => `${store.trail(id).ms.length}:${store.trail(id).ms.at(-1) ?? 0}`).join(),
    [store, ids],
  );
  const version = useSyncExternalStore(subscribe, read, () => "");
  return useMemo(() => (version === "" ? NOTHING : ids.map((id) => store.trail(id))), [version, ids, store]);
}
