"use client";

import { useTranslations } from "next-intl";
import { useMemo } from "react";
import styles from "@/components/checks/check-list.module.css";
import { useSeries } from "@/components/live/use-series";
import { useTargets } from "@/components/shell/use-targets";
import type { CheckRow } from "@/lib/checks/check-shape";
import type { Targets } from "@/lib/fleet/settings";
import { sayValue, sayValueText } from "@/lib/kernel/units";

const KEYS: Record<string, keyof Targets> = { api: "apiMs", database: "dbMs", cdn: "cdnMs" };

/** The target, in seconds, that a check's response time stands beside; undefined when it has none. */
export function useCheckTarget(target: string): number | undefined {
  const targets = useTargets();
  const key = KEYS[target];
  return key && targets ? targets[key] / 1_000 : undefined;
}

/** The latest response time of a check and when it was measured. */
export function useResponse(check: Pick<CheckRow, "durationSeriesId" | "duration">) {
  const { durationSeriesId: id, duration } = check;
  const ids = useMemo(() => (id === null ? [] : [id]), [id]);
  const initial = useMemo(() => (duration ? { ms: Date.parse(duration.at), value: duration.value } : null), [duration]);
  return useSeries(ids, initial);
}

/** A response time beside its target; over the target it says so by word for those who cannot see the colour. */
export function Response({ check }: { check: CheckRow }) {
  const t = useTranslations("checks");
  const target = useCheckTarget(check.target);
  const point = useResponse(check);
  const { number, unit } = sayValue(point?.value, "seconds");
  const isOver = target !== undefined && point !== null && point.value > target;
  return (
    <span>
      <span className={isOver ? styles["over"] : undefined}>
        <span className={styles["number"]}>{number}</span> <span className={styles["unit"]}>{unit}</span>
        {isOver ? <span className="only-read-aloud"> {t("over")}</span> : null}
      </span>
      {target === undefined ? null : <span className={styles["target"]}> / {sayValueText(target, "seconds")}</span>}
    </span>
  );
}
