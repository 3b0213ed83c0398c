"use client";

import { useTranslations } from "next-intl";
import { combineTrails } from "@/components/charts/combine-trails";
import { Gauge } from "@/components/charts/gauge";
import styles from "@/components/charts/number-tile.module.css";
import { Sparkline } from "@/components/charts/sparkline";
import { TRAIL_MS } from "@/components/charts/use-trails";
import type { Point } from "@/components/live/series-store";
import { type Combine, useSeries, useTrailsOf } from "@/components/live/use-series";
import { useServerNow } from "@/components/live/use-server-now";
import { Age } from "@/components/ui/age";
import { useStale } from "@/components/ui/use-stale";
import { sayValue, sayValueText } from "@/lib/kernel/units";

/** A number that stands beside its target; durations in seconds, shares 0..1. */
export type Measured = {
  unit: string;
  combine: Combine;
  seriesIds: readonly number[];
  target: number | null;
  latest: { value: number; at: string } | null;
};

/** How long a value of a check is believed: three intervals of 30 s. */
export const STALE_AFTER_MS = 90_000;

const TRAIL_STEP_MS = 30_000;

export const pointOf = (latest: Measured["latest"]): Point | null =>
  latest && { value: latest.value, ms: Date.parse(latest.at) };

type Standing = "none" | "stale" | "over" | "within" | "plain";

function standingOf(point: Point | null, stale: boolean, target: number | null): Standing {
  if (!point) return "none";
  if (stale) return "stale";
  if (target === null) return "plain";
  return point.value > target ? "over" : "within";
}

export function useMeasured(measured: Measured, staleAfterMs: number) {
  const point = useSeries(measured.seriesIds, pointOf(measured.latest), measured.combine);
  const stale = useStale(point?.ms ?? null, staleAfterMs);
  return { point, standing: standingOf(point, stale, measured.target) };
}

type Props = { label: string; measured: Measured; staleAfterMs?: number };

/** A tile: a big number with its unit and target, the last half hour, and how old the number is. */
export function NumberTile({ label, measured, staleAfterMs = STALE_AFTER_MS }: Props) {
  const t = useTranslations("shell.chart");
  const { point, standing } = useMeasured(measured, staleAfterMs);
  const trails = useTrailsOf(measured.seriesIds);
  const now = useServerNow();
  const { target, unit } = measured;
  const said = sayValue(point?.value, unit);
  const words = `${label}: ${sayValueText(point?.value, unit)}`;
  const past = combineTrails(trails, measured.combine, TRAIL_STEP_MS);
  return (
    <div className={styles["tile"]} data-standing={standing}>
      <span className={styles["label"]}>{label}</span>
      <span className={styles["reading"]}>
        <span className={styles["number"]}>{said.number}</span>
        <span className={styles["unit"]}>{said.unit}</span>
        {target === null ? null : <span className={styles["target"]}>/ {sayValueText(target, unit)}</span>}
      </span>
      <span className={styles["spark"]}>
        <Sparkline ms={past.ms} value={past.value} fromMs={now - TRAIL_MS} toMs={now} target={target} label={words} />
      </span>
      <Gauge value={point?.value ?? null} target={target} label={words} />
      <span className={styles["foot"]}>
        <Age atMs={point?.ms ?? null} staleAfterMs={staleAfterMs} />
        {standing === "over" ? <span className={styles["over"]}>{t("over")}</span> : null}
      </span>
    </div>
  );
}
