"use client";

import { useQuery } from "@tanstack/react-query";
import { useLiveState } from "@/components/live/use-live-state";
import type { DatabasePage } from "@/lib/fleet/database-shape";
import { call } from "@/lib/http/call";

const AGAIN_MS = 15_000;

/** The console's own database, asked anew every 15 s because it has no ticks, and those that checks watch. */
export function useDatabase() {
  const { paused } = useLiveState();
  return useQuery({
    queryKey: ["database"],
    queryFn: ({ signal }) => call<DatabasePage>("GET", "/api/v1/database", {}, signal),
    refetchInterval: paused ? false : AGAIN_MS,
  });
}
