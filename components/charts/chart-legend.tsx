"use client";

import { useLocale, useTranslations } from "next-intl";
import { useSyncExternalStore } from "react";
import { crosshair } from "@/components/charts/crosshair";
import { type ChartLine, valueAt } from "@/components/charts/line";
import { dashOf, inkOf } from "@/components/charts/look";
import styles from "@/components/charts/time-series.module.css";
import { sayMoment, sayZone } from "@/components/ui/say-time";
import { useZone } from "@/components/ui/zone";
import type { TimeSpan } from "@/lib/kernel/time-range";
import { sayValueText } from "@/lib/kernel/units";

type Props = { lines: readonly ChartLine[]; unit: string | null; span: TimeSpan };

/** Which line is which, and what each says under the crosshair, or last. */
export function ChartLegend({ lines, unit, span }: Props) {
  const t = useTranslations("shell.chart");
  const locale = useLocale();
  const zone = useZone();
  const at = useSyncExternalStore(crosshair.subscribe, crosshair.read, () => null);
  const within = (span.toMs - span.fromMs) / 60;
  const value = (line: ChartLine) =>
    at === null ? (line.value[line.value.length - 1] ?? null) : valueAt(line, at, within);
  return (
    <div className={styles["legend"]}>
      {lines.map((line, index) => (
        <span key={line.key} className={styles["entry"]}>
          <svg width="18" height="6" aria-hidden="true">
            <line x1="0" x2="18" y1="3" y2="3" stroke={inkOf(index)} strokeWidth="2" strokeDasharray={dashOf(index)} />
          </svg>
          <span className={styles["label"]}>{line.label}</span>
          <span className={styles["value"]}>{sayValueText(value(line), unit)}</span>
        </span>
      ))}
      <span className={styles["at"]}>
        {at === null ? t("latest") : `${sayMoment(at, locale, zone.name, "time")} ${sayZone(at, zone.name)}`}
      </span>
    </div>
  );
}
