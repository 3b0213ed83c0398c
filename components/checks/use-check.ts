"use client";

import { useQuery } from "@tanstack/react-query";
import type { CheckPage } from "@/lib/checks/check-shape";
import { call } from "@/lib/http/call";

/** One check with all that its page shows. */
export function useCheck(check: string) {
  return useQuery({
    queryKey: ["checks", "one", check],
    queryFn: ({ signal }) => call<CheckPage>("GET", `/api/v1/checks/${encodeURIComponent(check)}`, {}, signal),
  });
}
