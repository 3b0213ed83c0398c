"use client";

import { type Measured, STALE_AFTER_MS, useMeasured } from "@/components/charts/number-tile";
import styles from "@/components/services/measured-cell.module.css";
import { Age } from "@/components/ui/age";
import { sayValueText } from "@/lib/kernel/units";

/** A number in a row, beside its target and with its age; a dash where nothing measures it. */
export function MeasuredCell({ measured }: { measured: Measured | undefined }) {
  if (!measured || measured.seriesIds.length === 0) return <span className={styles["none"]}>–</span>;
  return <Reading measured={measured} />;
}

function Reading({ measured }: { measured: Measured }) {
  const { point, standing } = useMeasured(measured, STALE_AFTER_MS);
  const { target, unit } = measured;
  return (
    <span className={styles["cell"]} data-standing={standing}>
      <span>
        <span className={styles["value"]}>{sayValueText(point?.value, unit)}</span>
        {target === null ? null : <span className={styles["target"]}> / {sayValueText(target, unit)}</span>}
      </span>
      <Age atMs={point?.ms ?? null} staleAfterMs={STALE_AFTER_MS} brief />
    </span>
  );
}
