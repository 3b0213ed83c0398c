"use client";

import { useSearchParams } from "next/navigation";
import { useCallback } from "react";

export type UrlPatch = Record<string, string | null | undefined>;

/** The address with some of its parameters changed; null and empty ones are left out. */
function patched(query: string, patch: UrlPatch): string {
  const next = new URLSearchParams(query);
  for (const [name, value] of Object.entries(patch)) {
    if (value === null || value === undefined || value === "") next.delete(name);
    else next.set(name, value);
  }
  const text = next.toString();
  return text ? `?${text}` : "";
}

/** Range, filters and zone live in the address, so that every view is a link. `push` keeps a step to go back to. */
export function useUrlState() {
  const params = useSearchParams();
  const set = useCallback((patch: UrlPatch, { push = false } = {}) => {
    const { pathname, search, hash } = window.location;
    const address = `${pathname}${patched(search, patch)}${hash}`;
    if (push) window.history.pushState(null, "", address);
    else window.history.replaceState(null, "", address);
  }, []);
  return { params, set };
}

const KEPT = ["from", "to", "tz"] as const;

/** Makes links that carry the range and the zone along. */
export function useKeptHref(): (href: string, extra?: UrlPatch) => string {
  const { params } = useUrlState();
  const kept = Object.fromEntries(KEPT.map((name) => [name, params.get(name)]));
  const query = patched("", kept);
  return (href, extra) => `${href}${extra ? patched(query, extra) : query}`;
}
