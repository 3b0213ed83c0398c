"use client";

import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { TimeSeries } from "@/components/charts/time-series";
import { useQueryLines } from "@/components/charts/use-query-lines";
import styles from "@/components/explore/explore.module.css";
import {
  type ExploreState,
  queryOf,
  readState,
  selectorOf,
  unitOf,
  writeState,
} from "@/components/explore/explore-state";
import { QueryPanel } from "@/components/explore/query-panel";
import { SeriesTable } from "@/components/explore/series-table";
import { labelsOf, useMetricNames, useSeriesOf } from "@/components/explore/use-catalogue";
import { useRange } from "@/components/shell/use-range";
import { useUrlState } from "@/components/shell/use-url-state";
import { LoadFailed, Nothing, SkeletonRows } from "@/components/ui/answer";
import { CopyButton } from "@/components/ui/copy-button";
import { useSpan } from "@/components/ui/moment";
import { PageHead } from "@/components/ui/page-head";
import { Panel } from "@/components/ui/panel";

/** Any series by its labels: what is asked stands in the address, what answers it as a chart and in numbers. */
export function ExploreBoard() {
  const t = useTranslations("explore");
  const { params, set } = useUrlState();
  const text = params.toString();
  const state = useMemo(() => readState(new URLSearchParams(text)), [text]);
  const metrics = useMetricNames();
  // Suggestions come from the whole metric, so that a condition never hides its own alternatives.
  const known = useSeriesOf(selectorOf({ metric: state.metric, matchers: [] }), state.metric !== "");
  const labels = useMemo(() => labelsOf(known.data?.series ?? []), [known.data]);
  const unit = unitOf(state, known.data?.series[0]?.unit ?? null);
  // The address is read anew: a second change may come before the first one is painted.
  const change = (part: Partial<ExploreState>) =>
    set(writeState({ ...readState(new URLSearchParams(window.location.search)), ...part }), { push: true });
  return (
    <div className={styles["page"]}>
      <PageHead
        title={t("title")}
        actions={state.metric ? <CopyButton text={() => window.location.href} label={t("copyLink")} /> : null}
      />
      <QueryPanel state={state} metrics={metrics.data ?? []} labels={labels} onChange={change} />
      {state.metric === "" ? (
        <MetricList
          names={metrics.data}
          error={metrics.error}
          onRetry={() => void metrics.refetch()}
          onChoose={(metric) => change({ metric })}
        />
      ) : (
        <Answer state={state} unit={unit} />
      )}
    </div>
  );
}

function Answer({ state, unit }: { state: ExploreState; unit: string | null }) {
  const t = useTranslations("explore");
  const say = useSpan();
  const query = useMemo(() => queryOf(state), [state]);
  const { lines, answer, span, error, refetch } = useQueryLines(query);
  const { set, back } = useRange();
  if (error) return <LoadFailed error={error} onRetry={refetch} />;
  const step = answer ? t("step", { span: say(answer.stepMs) }) : null;
  return (
    <>
      <Panel title={t("chart")} aside={step}>
        <TimeSeries
          title={state.metric}
          lines={lines.slice(0, 24)}
          unit={unit}
          span={span}
          isPending={!answer}
          height={320}
          onZoom={({ fromMs, toMs }) => set({ from: String(fromMs), to: String(toMs) })}
          onBack={back}
        />
      </Panel>
      <Panel title={answer ? t("series", { count: lines.length }) : t("table")} flush>
        {answer && lines.length === 0 ? <Nothing title={t("empty.none")}>{t("empty.noneText")}</Nothing> : null}
        {answer ? lines.length > 0 ? <SeriesTable lines={lines} unit={unit} /> : null : <SkeletonRows rows={4} />}
        {answer?.more ? <p className={styles["note"]}>{t("shown", { shown: lines.length })}</p> : null}
      </Panel>
    </>
  );
}

type ListProps = {
  names: readonly string[] | undefined;
  error: unknown;
  onRetry: () => void;
  onChoose: (metric: string) => void;
};

function MetricList({ names, error, onRetry, onChoose }: ListProps) {
  const t = useTranslations("explore");
  if (error) return <LoadFailed error={error} onRetry={onRetry} />;
  return (
    <Panel title={t("metrics")}>
      {names ? null : <SkeletonRows rows={8} height="1.75rem" />}
      {names?.length === 0 ? <Nothing title={t("empty.title")}>{t("empty.text")}</Nothing> : null}
      <ul className={styles["metrics"]}>
        {names?.map((name) => (
          <li key={name}>
            <button type="button" className={styles["metric"]} onClick={() => onChoose(name)}>
              {name}
            </button>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
