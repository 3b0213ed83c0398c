"use client";

import { useTranslations } from "next-intl";
import { inkOf } from "@/components/charts/look";
import styles from "@/components/checks/phases.module.css";
import { useSeries } from "@/components/live/use-series";
import type { SeriesRef } from "@/lib/fleet/key-number-shape";
import { sayValueText } from "@/lib/kernel/units";

// The order in which a request goes through them; a phase nobody listed comes last.
const ORDER = ["dns", "connect", "tls", "first-byte", "transfer", "query"];

const placeOf = (phase: string) => (ORDER.indexOf(phase) + ORDER.length + 1) % (ORDER.length + 1);

/** The last answer's time, phase after phase, as one bar. */
export function Phases({ series }: { series: readonly SeriesRef[] }) {
  const phases = series
    .filter(({ labels }) => labels["phase"])
    .map(({ id, labels }) => ({ id, phase: labels["phase"] ?? "" }))
    .sort((a, b) => placeOf(a.phase) - placeOf(b.phase));
  if (phases.length === 0) return null;
  return (
    <div>
      <div className={styles["bar"]} aria-hidden="true">
        {phases.map(({ id }, index) => (
          <Stretch key={id} id={id} ink={inkOf(index)} />
        ))}
      </div>
      <ul className={styles["list"]}>
        {phases.map(({ id, phase }, index) => (
          <Entry key={id} id={id} phase={phase} ink={inkOf(index)} />
        ))}
      </ul>
    </div>
  );
}

function Stretch({ id, ink }: { id: number; ink: string }) {
  const point = useSeries([id], null);
  return <span style={{ flexGrow: Math.max(0, point?.value ?? 0) * 1_000, background: ink }} />;
}

function Entry({ id, phase, ink }: { id: number; phase: string; ink: string }) {
  const t = useTranslations("checks.phase");
  const point = useSeries([id], null);
  return (
    <li>
      <span className={styles["swatch"]} style={{ background: ink }} aria-hidden="true" />
      {t.has(phase) ? t(phase) : phase} <b>{sayValueText(point?.value, "seconds")}</b>
    </li>
  );
}
