"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { MetricChart } from "@/components/charts/metric-chart";
import { NumberTile } from "@/components/charts/number-tile";
import { useTrails } from "@/components/charts/use-trails";
import styles from "@/components/database/database.module.css";
import { Statements } from "@/components/database/statements";
import { useKeptHref } from "@/components/shell/use-url-state";
import { Lasting } from "@/components/ui/age";
import { Fold } from "@/components/ui/fold";
import { useReason } from "@/components/ui/reason";
import { StateMark } from "@/components/ui/state-mark";
import type { WatchedDatabase } from "@/lib/fleet/database-shape";

const SHOWN = [
  "postgres_query_seconds",
  "postgres_connections",
  "postgres_transactions_committed_total",
  "postgres_cache_hit_ratio",
];

function idsOf({ charts }: WatchedDatabase, metric: string): number[] {
  const series = charts.find(({ key }) => key === metric)?.series ?? [];
  return series.slice(0, 1).map(({ id }) => id);
}

function measuredOf(database: WatchedDatabase) {
  const number = (metric: string, unit: string, target: number | null) => ({
    unit,
    combine: "max" as const,
    target,
    seriesIds: idsOf(database, metric),
  });
  const limit = database.connectionLimit?.value ?? null;
  return {
    query: {
      ...number("postgres_query_seconds", "seconds", database.queryTime.targetSeconds),
      latest: database.queryTime.latest,
    },
    connections: { ...number("postgres_connections", "count", limit), latest: database.connections },
    cache: { ...number("postgres_cache_hit_ratio", "ratio", null), latest: database.cacheHitRatio },
    size: { ...number("postgres_database_bytes", "bytes", null), latest: database.sizeBytes },
  };
}

/** One PostgreSQL that a check watches. */
export function WatchedSection({ database }: { database: WatchedDatabase }) {
  const t = useTranslations("database");
  const other = useTranslations("charts")("other");
  const kept = useKeptHref();
  const reason = useReason();
  const numbers = useMemo(() => measuredOf(database), [database]);
  useTrails(Object.values(numbers).flatMap(({ seriesIds }) => seriesIds));
  const { check, service, region, charts } = database;
  const first = SHOWN.flatMap((key) => charts.filter((chart) => chart.key === key));
  const rest = charts.filter(({ key }) => !SHOWN.includes(key));
  const target = database.queryTime.targetSeconds;
  return (
    <section className={styles["section"]} aria-label={check.name}>
      <h2 className={styles["name"]}>
        <Link href={kept(`/checks/${check.slug}`)}>{check.name}</Link>
        <StateMark state={database.state} />
        <small>
          {[service?.name, region?.name, reason(database.reason)].filter(Boolean).join(" · ")} · {t("for")}{" "}
          <Lasting since={database.since} />
        </small>
      </h2>
      <div className={styles["numbers"]}>
        {(["query", "connections", "cache", "size"] as const).map((key) => (
          <NumberTile key={key} label={t(`number.${key}`)} measured={numbers[key]} />
        ))}
      </div>
      <div className={styles["charts"]}>
        {first.map((chart) => (
          <div key={chart.key}>
            <MetricChart chart={chart} target={chart.key === "postgres_query_seconds" ? target : undefined} />
          </div>
        ))}
      </div>
      <Statements statements={database.statements} targetMs={target * 1_000} />
      {rest.length > 0 ? (
        <Fold title={other}>
          <div className={styles["charts"]}>
            {rest.map((chart) => (
              <div key={chart.key}>
                <MetricChart chart={chart} />
              </div>
            ))}
          </div>
        </Fold>
      ) : null}
    </section>
  );
}
