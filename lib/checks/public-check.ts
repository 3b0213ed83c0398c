import type { Check } from "@/lib/platform/db/generated/client";

/** A check's row without its sealed column: what answers and records may hold. */
export function publicCheck({ secret, ...row }: Check) {
  return { ...row, sealed: secret !== null };
}
