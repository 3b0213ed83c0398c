"use client";

import { useServerNow } from "@/components/live/use-server-now";

/** Whether a value has outlived the time in which a newer one was due; no value at all is not stale, it is no data. */
export function useStale(atMs: number | null, staleAfterMs: number): boolean {
  const now = useServerNow();
  return atMs !== null && now - atMs > staleAfterMs;
}
