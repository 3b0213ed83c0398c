"use client";

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { call } from "@/lib/http/call";

type Page<T> = { items: T[]; nextCursor: string | null; total: number };
export type Filter = Record<string, string | number | null | undefined>;

const PAGE_ROWS = 100;

/** A filtered list, a page at a time; `root` is the word by which changes make it stale. */
export function usePages<T>(root: string, path: string, filter: Filter) {
  const query = useInfiniteQuery({
    queryKey: [root, "list", filter],
    queryFn: ({ pageParam, signal }) =>
      call<Page<T>>("GET", path, { ...filter, limit: PAGE_ROWS, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  });
  const pages = query.data?.pages;
  return {
    items: pages?.flatMap((page) => page.items),
    total: pages?.[0]?.total,
    error: query.error,
    refetch: () => void query.refetch(),
    more: query.hasNextPage ? () => void query.fetchNextPage() : undefined,
    isLoadingMore: query.isFetchingNextPage,
  };
}
