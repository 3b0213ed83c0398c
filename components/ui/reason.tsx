"use client";

import { useTranslations } from "next-intl";
import type { StateReason } from "@/lib/fleet/state-now";

type Values = Record<string, string | number>;

/** Messages select on "none" where a sentence has an optional part. */
function valuesOf({ details }: StateReason, everywhere: string): Values {
  const values: Values = { more: "none", detail: "none" };
  for (const [name, value] of Object.entries(details)) {
    values[name] = typeof value === "number" ? value : value === null || value === "" ? "none" : String(value);
  }
  const { count, names } = details;
  if (typeof names === "string") {
    const shown = names.split(", ");
    values["names"] = shown.map((name) => (name === "*" ? everywhere : name)).join(", ");
    if (typeof count === "number" && count > shown.length) values["more"] = count - shown.length;
  }
  return values;
}

/** Says why something is in its state; a reason this version does not know is said by its key. */
export function useReason(): (reason: StateReason) => string {
  const t = useTranslations("reasons");
  return (reason) =>
    t.has(reason.key as never) ? t(reason.key as never, valuesOf(reason, t("parts.everywhere")) as never) : reason.key;
}
