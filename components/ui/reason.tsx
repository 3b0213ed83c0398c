"use client";

import { useTranslations } from "next-intl";
import type { StateReason } from "@/lib/fleet/state-now";

type Values = Record<string, string | number>;

/** Says why something is in its state; a reason this version does not know is said by its key. */
export function useReason(): (reason: StateReason) => string {
  const t = useTranslations("reasons");
  const common = useTranslations("shell.common");
  const known = (key: string) => t.has(key as never);
  const say = (key: string, values: Values = {}) => t(key as never, values as never) as string;

  const sayDetail = (name: string, value: StateReason["details"][string]): string | number => {
    if (name === "why" && typeof value === "string") return known(`why.${value}`) ? say(`why.${value}`) : value;
    if (name === "names" && typeof value === "string") {
      return value
        .split(", ")
        .map((each) => (each === "*" ? common("everywhere") : each))
        .join(", ");
    }
    return typeof value === "number" ? value : String(value ?? "");
  };
  return ({ key, details }) => {
    if (!known(key)) return key;
    const values = Object.fromEntries(Object.entries(details).map(([name, value]) => [name, sayDetail(name, value)]));
    return say(key, values).trim();
  };
}
