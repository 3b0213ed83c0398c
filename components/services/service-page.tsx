"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { NumberTile } from "@/components/charts/number-tile";
import { SeriesChart } from "@/components/charts/series-chart";
import { StateChanges, StateHistory } from "@/components/charts/state-history";
import { useTrails } from "@/components/charts/use-trails";
import { ServiceActions } from "@/components/services/service-actions";
import { ServiceInstances } from "@/components/services/service-instances";
import styles from "@/components/services/service-page.module.css";
import { ServiceRegions } from "@/components/services/service-regions";
import { useKeptHref } from "@/components/shell/use-url-state";
import { Lasting } from "@/components/ui/age";
import { Nothing } from "@/components/ui/answer";
import { ButtonLink } from "@/components/ui/button";
import { Facts } from "@/components/ui/facts";
import { PageHead } from "@/components/ui/page-head";
import { Panel } from "@/components/ui/panel";
import { useReason } from "@/components/ui/reason";
import { StateMark } from "@/components/ui/state-mark";
import type { SeriesRef } from "@/lib/fleet/key-number-shape";
import type { ServicePage as Page } from "@/lib/fleet/service-shape";
import { call } from "@/lib/http/call";
import { sayValueText } from "@/lib/kernel/units";

/** One service: how it is and why, its numbers beside their targets, where it is how, and its past. */
export function ServicePage({ initial }: { initial: Page }) {
  const { data: service } = useQuery({
    queryKey: ["services", "one", initial.id],
    queryFn: ({ signal }) => call<Page>("GET", `/api/v1/services/${initial.id}`, {}, signal),
    initialData: initial,
  });
  const t = useTranslations("services");
  useTrails(service.keyNumbers.flatMap(({ seriesIds }) => seriesIds));
  return (
    <div className={styles["page"]}>
      <PageHead
        title={service.name}
        up={{ href: "/services", label: t("title") }}
        note={<StateSince service={service} />}
        actions={<ServiceActions service={service} />}
      />
      <section className={styles["numbers"]} aria-label={t("page.numbers")}>
        {service.keyNumbers.map((number) => (
          <NumberTile key={number.key} label={t(`number.${number.key as "api"}`)} measured={number} />
        ))}
      </section>
      <div className={styles["head"]}>
        <ServiceRegions regions={service.regions} />
        <Panel title={t("page.history")}>
          <StateHistory spans={service.spans} uptime={service.uptime} />
        </Panel>
      </div>
      <Charts service={service} />
      <div className={styles["head"]}>
        <ServiceInstances instances={service.instances} />
        <About service={service} />
      </div>
      <StateChanges changes={service.changes} />
    </div>
  );
}

function StateSince({ service }: { service: Page }) {
  const t = useTranslations("services.page");
  const reason = useReason();
  return (
    <span className={styles["since"]}>
      <StateMark state={service.state} size="lg" />
      {reason(service.reason)} · {t("since")} <Lasting since={service.since} />
    </span>
  );
}

/** The check that measured a line; what is neither named by a check nor by a host goes by its metric. */
const lineOf = ({ name, labels }: SeriesRef) =>
  [labels["check"] ?? labels["host"] ?? name, labels["phase"]].filter(Boolean).join(" · ");

function Charts({ service }: { service: Page }) {
  const t = useTranslations("services.page");
  const titles = useTranslations("charts");
  const targetOf = (key: string) => service.keyNumbers.find((number) => number.key === key)?.target;
  if (service.charts.length === 0) return <Nothing title={t("noCharts")} />;
  return (
    <div className={styles["charts"]}>
      {service.charts.map(({ key, unit, series }) => (
        <div key={key} className={styles["chart"]}>
          <SeriesChart
            title={titles.has(key as never) ? titles(key as "api") : key}
            series={series}
            unit={unit}
            target={targetOf(key)}
            sayLine={lineOf}
          />
        </div>
      ))}
    </div>
  );
}

function About({ service }: { service: Page }) {
  const t = useTranslations("services.page");
  const kept = useKeptHref();
  const total = Object.values(service.checks).reduce((sum, count) => sum + count, 0);
  return (
    <Panel title={t("about")}>
      <Facts
        facts={[
          { label: t("objective"), value: sayValueText(service.objective, "percent") },
          { label: t("checks"), value: total },
          { label: t("description"), value: service.description, wide: true },
        ]}
      />
      <ButtonLink href={kept("/checks", { service: service.slug })}>{t("allChecks")}</ButtonLink>
    </Panel>
  );
}
