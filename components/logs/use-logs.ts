"use client";

import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useLiveState } from "@/components/live/use-live-state";
import { useRange } from "@/components/shell/use-range";
import { useUrlState } from "@/components/shell/use-url-state";
import { useZone } from "@/components/ui/zone";
import { call } from "@/lib/http/call";
import type { LogCounts } from "@/lib/telemetry/logs/count-logs";
import type { LogPage } from "@/lib/telemetry/logs/search";

const FILTERS = ["words", "service", "severity", "host"] as const;
const PAGE_ROWS = 100;
const BUCKETS = 90;
const COUNT_AGAIN_MS = 15_000;
const FOLLOW_MS = 2_000;

/** What the address asks for: the range, the zone it is written in, and the filters. */
function useAsked() {
  const { range, moving } = useRange();
  const zone = useZone();
  const { params } = useUrlState();
  const filter = Object.fromEntries(FILTERS.map((name) => [name, params.get(name)]));
  return { input: { ...range, zone: zone.name, ...filter }, moving, isFiltered: FILTERS.some((name) => filter[name]) };
}

/** Counts over the range and the records, newest first. While following, counts are asked for often and records only when they grew. */
export function useLogs(following: boolean) {
  const { input, moving, isFiltered } = useAsked();
  const { paused } = useLiveState();
  const again = moving && !paused;
  const counts = useQuery({
    queryKey: ["logs", "counts", input],
    queryFn: ({ signal }) => call<LogCounts>("GET", "/api/v1/logs/counts", { ...input, buckets: BUCKETS }, signal),
    placeholderData: keepPreviousData,
    refetchInterval: again ? (following ? FOLLOW_MS : COUNT_AGAIN_MS) : false,
  });
  const grown = following && again ? counts.data?.total : undefined;
  const records = useInfiniteQuery({
    queryKey: ["logs", "records", input, grown],
    queryFn: ({ pageParam, signal }) =>
      call<LogPage>("GET", "/api/v1/logs", { ...input, limit: PAGE_ROWS, before: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });
  return { counts, records, isFiltered, moving };
}
