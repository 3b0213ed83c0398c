"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { MetricChart } from "@/components/charts/metric-chart";
import { NumberTile } from "@/components/charts/number-tile";
import { SeriesChart } from "@/components/charts/series-chart";
import { StateChanges, StateHistory } from "@/components/charts/state-history";
import { useTrails } from "@/components/charts/use-trails";
import { hostCharts, otherCharts, processesOf } from "@/components/hosts/host-charts";
import { HostFacts } from "@/components/hosts/host-facts";
import styles from "@/components/hosts/host-page.module.css";
import { useHostSeen } from "@/components/hosts/host-row";
import { ProcessTable } from "@/components/hosts/process-table";
import { HOST_LATE_MS } from "@/components/hosts/share-bar";
import { Age, Lasting } from "@/components/ui/age";
import { LoadFailed, Nothing, SkeletonRows } from "@/components/ui/answer";
import { Fold } from "@/components/ui/fold";
import { PageHead } from "@/components/ui/page-head";
import { Panel } from "@/components/ui/panel";
import { useReason } from "@/components/ui/reason";
import { StateMark } from "@/components/ui/state-mark";
import type { HostPage as Page } from "@/lib/fleet/host-shape";
import { call } from "@/lib/http/call";

/** One machine: how it is, what it is, and everything measured on it over the page's range. */
export function HostPage({ id }: { id: string }) {
  const t = useTranslations("hosts");
  const { data, error, refetch } = useQuery({
    queryKey: ["hosts", "one", id],
    queryFn: ({ signal }) => call<Page>("GET", `/api/v1/hosts/${encodeURIComponent(id)}`, {}, signal),
  });
  if (data) return <Shown host={data} />;
  return (
    <>
      <PageHead title="…" up={{ href: "/hosts", label: t("title") }} />
      {error ? <LoadFailed error={error} onRetry={() => void refetch()} /> : <SkeletonRows rows={6} height="5rem" />}
    </>
  );
}

function Shown({ host }: { host: Page }) {
  const t = useTranslations("hosts");
  const seen = useHostSeen(host);
  const processes = useMemo(() => processesOf(host.charts), [host.charts]);
  useTrails(host.numbers.flatMap(({ seriesIds }) => seriesIds));
  return (
    <div className={styles["page"]}>
      <PageHead title={host.name} up={{ href: "/hosts", label: t("title") }} note={<StateSince host={host} />} />
      <div className={styles["numbers"]}>
        {host.numbers.map((number) => (
          <NumberTile
            key={number.key}
            label={t(`column.${number.key}`)}
            measured={number}
            staleAfterMs={HOST_LATE_MS}
          />
        ))}
      </div>
      <div className={styles["head"]}>
        <Panel title={t("page.facts")} aside={<Age atMs={seen} staleAfterMs={HOST_LATE_MS} />}>
          <HostFacts host={host} />
        </Panel>
        <Panel title={t("page.history")}>
          <StateHistory uptime={host.uptime} />
        </Panel>
      </div>
      <Charts host={host} />
      <ProcessTable processes={processes} />
      <StateChanges changes={host.changes} />
    </div>
  );
}

function StateSince({ host }: { host: Page }) {
  const t = useTranslations("hosts");
  const reason = useReason();
  return (
    <span className={styles["since"]}>
      <StateMark state={host.state} size="lg" />
      {reason(host.reason)} · {t("for")} <Lasting since={host.since} />
    </span>
  );
}

function Charts({ host }: { host: Page }) {
  const t = useTranslations("hosts.page");
  const titles = useTranslations("charts");
  const charts = useMemo(() => hostCharts(host.charts), [host.charts]);
  const others = useMemo(() => otherCharts(host.charts), [host.charts]);
  const limitOf = (key: string | undefined) => host.numbers.find((number) => number.key === key)?.target;
  if (charts.length === 0) return <Nothing title={t("noCharts")} />;
  return (
    <>
      <div className={styles["charts"]}>
        {charts.map(({ key, unit, series, limit, area }) => (
          <div key={key} className={styles["chart"]}>
            <SeriesChart
              title={titles(key)}
              series={series}
              unit={unit}
              target={limitOf(limit)}
              {...(area ? { area } : {})}
            />
          </div>
        ))}
      </div>
      {others.length > 0 ? (
        <Fold title={titles("other")}>
          <div className={styles["charts"]}>
            {others.map((chart) => (
              <div key={chart.key} className={styles["chart"]}>
                <MetricChart chart={chart} />
              </div>
            ))}
          </div>
        </Fold>
      ) : null}
    </>
  );
}
