"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useCallback } from "react";
import { MetricChart } from "@/components/charts/metric-chart";
import { StateChanges, StateHistory } from "@/components/charts/state-history";
import { CheckFacts, LastResult } from "@/components/checks/check-facts";
import { CheckMenu } from "@/components/checks/check-menu";
import styles from "@/components/checks/check-page.module.css";
import { lateAfterMs } from "@/components/checks/check-row";
import { Phases } from "@/components/checks/phases";
import { Response, useCheckTarget, useResponse } from "@/components/checks/response";
import { useCheck } from "@/components/checks/use-check";
import { useCheckActions } from "@/components/checks/use-check-actions";
import { useKeptHref } from "@/components/shell/use-url-state";
import { Age, Lasting } from "@/components/ui/age";
import { LoadFailed, SkeletonRows } from "@/components/ui/answer";
import { Button, ButtonLink } from "@/components/ui/button";
import { PageHead } from "@/components/ui/page-head";
import { Panel } from "@/components/ui/panel";
import { useReason } from "@/components/ui/reason";
import { StateMark } from "@/components/ui/state-mark";
import { useMay } from "@/components/ui/use-may";
import type { CheckPage as Page } from "@/lib/checks/check-shape";
import type { SeriesRef } from "@/lib/fleet/key-number-shape";

/** One check: its state and why, what it last said and where the time went, its past. */
export function CheckPage({ slug }: { slug: string }) {
  const t = useTranslations("checks");
  const { data, error, refetch } = useCheck(slug);
  const up = { href: "/checks", label: t("title") };
  if (data) return <Shown check={data} />;
  return (
    <>
      <PageHead title={slug} up={up} />
      {error ? <LoadFailed error={error} onRetry={() => void refetch()} /> : <SkeletonRows rows={6} height="4rem" />}
    </>
  );
}

function Shown({ check }: { check: Page }) {
  const t = useTranslations("checks.page");
  const title = useTranslations("checks")("title");
  return (
    <div className={styles["page"]}>
      <PageHead
        title={check.name}
        up={{ href: "/checks", label: title }}
        note={<StateSince check={check} />}
        actions={<Actions check={check} />}
      />
      <div className={styles["head"]}>
        <Panel title={t("last")} aside={<ResponseAge check={check} />}>
          <div className={styles["last"]}>
            <Response check={check} />
            <LastResult result={check.lastResult} />
            <Phases series={check.charts.flatMap(({ series }) => series)} />
            <StateHistory spans={check.spans} uptime={check.uptime} />
          </div>
        </Panel>
        <Panel title={t("facts")}>
          <CheckFacts check={check} />
        </Panel>
      </div>
      <Charts check={check} />
      <StateChanges changes={check.changes} />
    </div>
  );
}

function StateSince({ check }: { check: Page }) {
  const t = useTranslations("checks");
  const reason = useReason();
  return (
    <span className={styles["since"]}>
      <StateMark state={check.state} size="lg" />
      {reason(check.reason)} · {t("for")} <Lasting since={check.since} />
    </span>
  );
}

function ResponseAge({ check }: { check: Page }) {
  const point = useResponse(check);
  if (check.paused) return null;
  return <Age atMs={point?.ms ?? null} staleAfterMs={lateAfterMs(check.intervalSeconds)} />;
}

function Actions({ check }: { check: Page }) {
  const t = useTranslations("checks.do");
  const may = useMay();
  const kept = useKeptHref();
  const router = useRouter();
  const { act, isPending } = useCheckActions(check);
  return (
    <>
      {may("checks.operate") ? (
        <>
          <Button onClick={() => act("now")} disabled={isPending || check.paused}>
            {t("now")}
          </Button>
          <Button onClick={() => act(check.paused ? "resume" : "pause")} disabled={isPending}>
            {t(check.paused ? "resume" : "pause")}
          </Button>
        </>
      ) : null}
      {may("checks.manage") ? <ButtonLink href={kept(`/checks/${check.slug}/edit`)}>{t("edit")}</ButtonLink> : null}
      <CheckMenu check={check} only="delete" onDeleted={() => router.push(kept("/checks"))} />
    </>
  );
}

function Charts({ check }: { check: Page }) {
  const t = useTranslations("checks.phase");
  const target = useCheckTarget(check.target);
  const sayPhase = useCallback(
    ({ labels }: SeriesRef) => {
      const phase = labels["phase"] ?? "total";
      return t.has(phase) ? t(phase) : phase;
    },
    [t],
  );
  return (
    <div className={styles["charts"]}>
      {check.charts.map((chart) => (
        <div key={chart.key} className={styles["chart"]}>
          {chart.key === "check_duration_seconds" ? (
            <MetricChart chart={chart} target={target} sayLine={sayPhase} />
          ) : (
            <MetricChart chart={chart} />
          )}
        </div>
      ))}
    </div>
  );
}
