"use client";

import { useTranslations } from "next-intl";
import { type Measured, useMeasured } from "@/components/charts/number-tile";
import styles from "@/components/hosts/share-bar.module.css";
import { sayValue, sayValueText } from "@/lib/kernel/units";

/** A host is asked every second: after half a minute of silence its numbers are old. */
export const HOST_LATE_MS = 30_000;

/** A share of a whole with the mark past which it is too much. */
export function ShareBar({ label, measured }: { label: string; measured: Measured }) {
  const t = useTranslations("hosts");
  const { point, standing } = useMeasured(measured, HOST_LATE_MS);
  const { number, unit } = sayValue(point?.value, measured.unit);
  const { target } = measured;
  const limit = target === null ? "" : ` · ${t("limit", { value: sayValueText(target, measured.unit) })}`;
  return (
    <span className={styles["share"]} data-standing={standing} title={`${label}${limit}`}>
      <span className={styles["number"]}>
        {number} <span className={styles["unit"]}>{unit}</span>
      </span>
      <span className={styles["track"]} aria-hidden="true">
        <span className={styles["fill"]} style={{ width: `${Math.min(1, point?.value ?? 0) * 100}%` }} />
        {target === null ? null : <span className={styles["limit"]} style={{ left: `${target * 100}%` }} />}
      </span>
      {standing === "over" ? <span className="only-read-aloud">{t("over")}</span> : null}
    </span>
  );
}
