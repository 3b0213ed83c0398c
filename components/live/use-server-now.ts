"use client";

import { useSyncExternalStore } from "react";
import { useLive } from "@/components/live/live-provider";

/** The server's time in milliseconds, moving each second; during the first paint it is the time of rendering. */
export function useServerNow(): number {
  const { clock, renderedAtMs } = useLive();
  const rendered = Math.floor(renderedAtMs / 1_000);
  const second = useSyncExternalStore(
    clock.subscribe,
    () => (clock.learnt ? clock.second() : rendered),
    () => rendered,
  );
  return second * 1_000;
}
