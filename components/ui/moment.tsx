"use client";

import { useLocale, useTranslations } from "next-intl";
import { sayMoment, sayZone, spanParts } from "@/components/ui/say-time";
import { useZone } from "@/components/ui/zone";

/** A function that says a stretch of time in the reader's language: "3h 20m", "3시간 20분". */
export function useSpan(): (milliseconds: number) => string {
  const t = useTranslations("time.units");
  return (milliseconds) =>
    spanParts(milliseconds)
      .map(({ unit, n }) => t(unit, { n }))
      .join(" ");
}

type Props = { at: string | number; show?: "time" | "minute" | "full" | "day" };

/** A moment with its zone beside it, in the zone the page is read in. */
export function Moment({ at, show = "minute" }: Props) {
  const locale = useLocale();
  const zone = useZone();
  const ms = typeof at === "number" ? at : Date.parse(at);
  if (!Number.isFinite(ms)) return null;
  return (
    <time dateTime={new Date(ms).toISOString()} title={sayMoment(ms, locale, zone.name, "full")}>
      {sayMoment(ms, locale, zone.name, show)}
      {show === "minute" || show === "time" ? ` ${sayZone(ms, zone.name)}` : ""}
    </time>
  );
}
