"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { useTrails } from "@/components/charts/use-trails";
import { Counts } from "@/components/overview/counts";
import { FirstRun } from "@/components/overview/first-run";
import { KeyNumbers } from "@/components/overview/key-numbers";
import styles from "@/components/overview/overview.module.css";
import { ServicesBoard } from "@/components/overview/services-board";
import { WhatIsWrong } from "@/components/overview/what-is-wrong";
import { LoadFailed, SkeletonRows } from "@/components/ui/answer";
import type { Overview } from "@/lib/fleet/overview-shape";
import { call } from "@/lib/http/call";

/** Facts that no change announces, such as uptime sliding along, are asked for again this often. */
const REFRESH_MS = 30_000;

function seriesOf(overview: Overview): number[] {
  const numbers = [
    ...overview.keyNumbers,
    ...overview.hosts.numbers,
    ...overview.services.flatMap((one) => one.keyNumbers),
  ];
  return [...new Set(numbers.flatMap((number) => number.seriesIds))].sort((a, b) => a - b);
}

/** The first thing an operator sees: what is wrong, where and since when; then everything else in one look. */
export function OverviewBoard({ initial }: { initial?: Overview }) {
  const { data, error, refetch } = useQuery({
    queryKey: ["overview"],
    queryFn: ({ signal }) => call<Overview>("GET", "/api/v1/overview", {}, signal),
    ...(initial ? { initialData: initial, initialDataUpdatedAt: Date.parse(initial.at) } : {}),
    refetchInterval: REFRESH_MS,
  });
  if (data) return <Board data={data} />;
  return error ? <LoadFailed error={error} onRetry={() => void refetch()} /> : <SkeletonRows rows={8} />;
}

function Board({ data }: { data: Overview }) {
  const t = useTranslations("overview");
  const series = useMemo(() => seriesOf(data), [data]);
  useTrails(series);
  const nothingYet = data.collectors.total === 0 && data.checks.total === 0 && data.hosts.total === 0;
  return (
    <div className={styles["board"]}>
      <h1 className="only-read-aloud">{t("title")}</h1>
      {nothingYet ? <FirstRun hints={data.firstRun} /> : <WhatIsWrong overview={data} />}
      <KeyNumbers overview={data} />
      <div className={styles["columns"]}>
        <ServicesBoard services={data.services} total={data.servicesTotal} />
        <Counts overview={data} />
      </div>
      {nothingYet || data.firstRun.length === 0 ? null : <FirstRun hints={data.firstRun} />}
    </div>
  );
}
