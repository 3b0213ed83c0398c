"use client";

import { useQuery } from "@tanstack/react-query";
import type { SettingsPage, Targets } from "@/lib/fleet/settings";
import { call } from "@/lib/http/call";

/** Settings as the console holds them, under the key that a saved setting makes stale. */
export function useSettings() {
  return useQuery({
    queryKey: ["overview", "settings"],
    queryFn: ({ signal }) => call<SettingsPage>("GET", "/api/v1/settings", {}, signal),
  });
}

/** What response times are held against, in milliseconds; undefined until known. */
export function useTargets(): Targets | undefined {
  return useSettings().data?.targets.value;
}
