"use client";

import { useCallback, useMemo, useSyncExternalStore } from "react";
import { useLive } from "@/components/live/live-provider";
import type { Point } from "@/components/live/series-store";

/** The last value of each of many series, moving with the ticks; those that nothing is known of are absent. */
export function useLatest(series: readonly (number | undefined)[]): ReadonlyMap<number, Point> {
  const { store } = useLive();
  const key = series.filter((id) => id !== undefined).join();
  const ids = useMemo(() => (key ? key.split(",").map(Number) : []), [key]);
  const subscribe = useCallback((listener: () => void) => store.subscribe(ids, listener), [store, ids]);
  const version = useSyncExternalStore(
    subscribe,
    () => ids.map((id) => store.point(id)?.ms ?? 0).join(),
    () => "",
  );
  return useMemo(() => {
    const points = version === "" ? [] : ids.map((id) => [id, store.point(id)] as const);
    return new Map(points.filter((entry): entry is readonly [number, Point] => entry[1] !== undefined));
  }, [version, ids, store]);
}
