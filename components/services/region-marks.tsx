"use client";

import { useTranslations } from "next-intl";
import styles from "@/components/services/region-marks.module.css";
import { StateMark } from "@/components/ui/state-mark";
import type { ServiceInRegion } from "@/lib/fleet/overview-shape";

/** How a service is in each of its regions; what is outside all regions is said as such. */
export function RegionMarks({ regions }: { regions: readonly ServiceInRegion[] }) {
  const t = useTranslations("shell.common");
  return (
    <ul className={styles["marks"]}>
      {regions.map(({ region, state }) => (
        <li key={region?.id ?? "none"} className={styles["mark"]}>
          <StateMark state={state} size="sm" word={false} />
          {region?.name ?? t("everywhere")}
        </li>
      ))}
    </ul>
  );
}
