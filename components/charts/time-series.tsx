"use client";

import dynamic from "next/dynamic";
import { useLocale, useTranslations } from "next-intl";
import { useMemo } from "react";
import { ChartLegend } from "@/components/charts/chart-legend";
import { ChartPointer } from "@/components/charts/chart-pointer";
import type { ChartLine } from "@/components/charts/line";
import styles from "@/components/charts/time-series.module.css";
import { sayMoment, zoneOffsetMs } from "@/components/ui/say-time";
import { useZone } from "@/components/ui/zone";
import type { TimeSpan } from "@/lib/kernel/time-range";
import { sayValueText } from "@/lib/kernel/units";

const Plot = dynamic(() => import("@/components/charts/plot").then((module) => module.Plot), { ssr: false });

type Props = {
  title: string;
  lines: readonly ChartLine[];
  unit: string | null;
  span: TimeSpan;
  target?: number | null | undefined;
  area?: boolean;
  height?: number;
  /** The first points are on their way: nothing is claimed about the range yet. */
  isPending?: boolean;
  /** Given, dragging over the chart chooses a stretch of time and a double click goes back. */
  onZoom?: ((span: TimeSpan) => void) | undefined;
  onBack?: (() => void) | undefined;
};

const DAY_MS = 86_400_000;

/** Lines over time with their gaps left open, a target, one crosshair for the whole page, and the values under it. */
export function TimeSeries({
  title,
  lines,
  unit,
  span,
  target = null,
  area = false,
  height = 168,
  isPending = false,
  onZoom,
  onBack,
}: Props) {
  const t = useTranslations("shell.chart");
  const locale = useLocale();
  const zone = useZone();
  const { fromMs, toMs } = span;
  const plot = useMemo(() => {
    const style = toMs - fromMs > DAY_MS ? "minute" : toMs - fromMs < 600_000 ? "time" : "clock";
    return (
      <Plot
        lines={lines}
        fromMs={fromMs}
        toMs={toMs}
        target={target}
        area={area}
        height={height}
        offsetMs={zoneOffsetMs(toMs, zone.name)}
        sayTick={(ms) => sayMoment(ms, locale, zone.name, style)}
        sayValue={(value) => sayValueText(value, unit)}
      />
    );
  }, [lines, fromMs, toMs, target, area, height, locale, zone.name, unit]);
  const empty = !isPending && lines.every((line) => line.ms.length === 0);
  return (
    <figure className={styles["chart"]}>
      <figcaption className={styles["head"]}>
        <span className={styles["title"]}>{title}</span>
        {target === null ? null : (
          <span className={styles["target"]}>{t("target", { value: sayValueText(target, unit) })}</span>
        )}
      </figcaption>
      <div className={styles["plot"]} style={{ minHeight: height }}>
        {plot}
        <ChartPointer span={span} onZoom={onZoom} onBack={onBack} />
        {empty ? <p className={styles["empty"]}>{t("empty")}</p> : null}
      </div>
      <ChartLegend lines={lines} unit={unit} span={span} />
    </figure>
  );
}
