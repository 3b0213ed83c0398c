"use client";

import { useQuery } from "@tanstack/react-query";
import type { Option } from "@/components/ui/filters";
import { call } from "@/lib/http/call";

type Named = { id: string; name: string };

/** The first 200 of a list by name, to choose one from. `by` says what the choice is written as. */
export function useChoices(root: "services" | "regions" | "collectors", by: "id" | "slug" = "id"): Option[] {
  const { data } = useQuery({
    queryKey: [root, "choices"],
    queryFn: ({ signal }) =>
      call<{ items: (Named & { slug?: string })[] }>("GET", `/api/v1/${root}`, { limit: 200 }, signal),
  });
  return (data?.items ?? []).map((item) => ({ value: (by === "slug" && item.slug) || item.id, label: item.name }));
}
