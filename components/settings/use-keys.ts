"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { call } from "@/lib/http/call";
import type { KeyRole } from "@/lib/kernel/actor";

export type KeyRow = {
  id: string;
  name: string;
  prefix: string;
  role: KeyRole;
  createdAt: string;
  createdBy: string;
  expiresAt: string | null;
  revokedAt: string | null;
};

type Page = { keys: KeyRow[]; next: string | null };

/** API keys, newest first, without their secrets. */
export function useKeys() {
  return useInfiniteQuery({
    queryKey: ["settings", "keys"],
    queryFn: ({ pageParam, signal }) => call<Page>("GET", "/api/v1/keys", { after: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
}
