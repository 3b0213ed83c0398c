"use client";

import { useTranslations } from "next-intl";
import styles from "@/components/services/uptime-figure.module.css";
import type { Uptime } from "@/lib/fleet/uptime-shape";
import { sayValueText } from "@/lib/kernel/units";

/** The share of known time that was up, beside its objective in percent; how much was known is said when it was not all. */
export function UptimeFigure({ uptime, objective }: { uptime: Uptime; objective: number }) {
  const t = useTranslations("services.uptime");
  const { ratio, coverage } = uptime;
  if (ratio === null) return <span className={styles["none"]}>{t("none")}</span>;
  const short = ratio * 100 < objective;
  const coverageWords = coverage < 0.995 ? t("coverage", { share: sayValueText(coverage, "ratio") }) : null;
  const title = [t("objective", { value: sayValueText(objective, "percent") }), coverageWords]
    .filter(Boolean)
    .join(" · ");
  return (
    <span className={styles["figure"]} data-short={short || undefined} title={title}>
      {short ? <span aria-hidden="true">▼ </span> : null}
      {sayValueText(ratio, "ratio")}
      {coverageWords ? <span className={styles["part"]}>{coverageWords}</span> : null}
    </span>
  );
}
