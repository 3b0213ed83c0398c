"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { MeasuredCell } from "@/components/services/measured-cell";
import { RegionMarks } from "@/components/services/region-marks";
import styles from "@/components/services/services-table.module.css";
import { UptimeFigure } from "@/components/services/uptime-figure";
import { useKeptHref } from "@/components/shell/use-url-state";
import { Lasting } from "@/components/ui/age";
import { useReason } from "@/components/ui/reason";
import { StateMark } from "@/components/ui/state-mark";
import { useRowKeys } from "@/components/ui/use-row-keys";
import type { OverviewService } from "@/lib/fleet/overview-shape";

const NUMBERS = ["api", "database", "cdn"] as const;

/** Every service on one line: its state, where it is how, its uptime, and its numbers beside their targets. */
export function ServicesTable({ services }: { services: readonly OverviewService[] }) {
  const t = useTranslations("services.column");
  const rows = useRowKeys<HTMLTableSectionElement>();
  return (
    <div className={styles["scroll"]}>
      <table className={styles["table"]}>
        <thead>
          <tr>
            <th scope="col">{t("service")}</th>
            <th scope="col">{t("regions")}</th>
            <th scope="col" data-align="end">
              {t("uptime")}
            </th>
            {NUMBERS.map((key) => (
              <th key={key} scope="col" data-align="end">
                {t(key)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody ref={rows}>
          {services.map((service) => (
            <ServiceLine key={service.id} service={service} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function ServiceLine({ service }: { service: OverviewService }) {
  const t = useTranslations("services.column");
  const keep = useKeptHref();
  const say = useReason();
  return (
    <tr className={styles["line"]} data-state={service.state}>
      <th scope="row" className={styles["service"]}>
        <Link data-row className={styles["link"]} href={keep(`/services/${service.slug}`)} prefetch={false}>
          {service.name}
        </Link>
        <span className={styles["state"]} title={say(service.reason)}>
          <StateMark state={service.state} size="sm" /> <Lasting since={service.since} />
        </span>
      </th>
      <td className={styles["regions"]}>
        <RegionMarks regions={service.regions} />
      </td>
      <td data-align="end" data-label={t("uptime")}>
        <UptimeFigure uptime={service.uptime24h} objective={service.objective} />
      </td>
      {NUMBERS.map((key) => (
        <td key={key} data-align="end" data-label={t(key)}>
          <MeasuredCell measured={service.keyNumbers.find((number) => number.key === key)} />
        </td>
      ))}
    </tr>
  );
}
