"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import styles from "@/components/overview/services-board.module.css";
import { MeasuredCell } from "@/components/services/measured-cell";
import { RegionMarks } from "@/components/services/region-marks";
import { UptimeFigure } from "@/components/services/uptime-figure";
import { useKeptHref } from "@/components/shell/use-url-state";
import { Lasting } from "@/components/ui/age";
import { Panel } from "@/components/ui/panel";
import { useReason } from "@/components/ui/reason";
import { StateMark } from "@/components/ui/state-mark";
import { useRowKeys } from "@/components/ui/use-row-keys";
import type { OverviewService } from "@/lib/fleet/overview-shape";

const NUMBERS = ["api", "database", "cdn"] as const;

/** Every service on one line: its state, where it is how, its uptime, and its numbers beside their targets. */
export function ServicesBoard({ services, total }: { services: readonly OverviewService[]; total: number }) {
  const t = useTranslations("overview");
  const keep = useKeptHref();
  const rows = useRowKeys<HTMLTableSectionElement>();
  return (
    <Panel
      title={t("services.title")}
      aside={
        <Link href={keep("/services")} prefetch={false}>
          {t("services.all", { count: total })}
        </Link>
      }
      flush
    >
      {services.length === 0 ? (
        <p className={styles["empty"]}>{t("services.empty")}</p>
      ) : (
        <div className={styles["scroll"]}>
          <table className={styles["table"]}>
            <thead>
              <tr>
                <th>{t("column.service")}</th>
                <th>{t("column.regions")}</th>
                <th data-align="end">{t("column.uptime")}</th>
                {NUMBERS.map((key) => (
                  <th key={key} data-align="end">
                    {t(`column.${key}`)}
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
      )}
    </Panel>
  );
}

function ServiceLine({ service }: { service: OverviewService }) {
  const t = useTranslations("overview");
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
      <td data-align="end" data-label={t("column.uptime")}>
        <UptimeFigure uptime={service.uptime24h} objective={service.objective} />
      </td>
      {NUMBERS.map((key) => (
        <td key={key} data-align="end" data-label={t(`column.${key}`)}>
          <MeasuredCell measured={service.keyNumbers.find((number) => number.key === key)} />
        </td>
      ))}
    </tr>
  );
}
