"use client";

import { useTranslations } from "next-intl";
import { Histogram } from "@/components/logs/histogram";
import { LogFilters } from "@/components/logs/log-filters";
import { LogRecord } from "@/components/logs/log-record";
import styles from "@/components/logs/logs-board.module.css";
import { useLogs } from "@/components/logs/use-logs";
import { useRange } from "@/components/shell/use-range";
import { useUrlState } from "@/components/shell/use-url-state";
import { LoadFailed, Nothing, Skeleton, SkeletonRows } from "@/components/ui/answer";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { PageHead } from "@/components/ui/page-head";
import { Panel } from "@/components/ui/panel";
import { useRowKeys } from "@/components/ui/use-row-keys";

/** Log records of the page's range: how many, when, how bad, and what each says. */
export function LogsBoard() {
  const t = useTranslations("logs");
  const { params, set } = useUrlState();
  const { set: setRange } = useRange();
  const following = params.get("follow") === "1";
  const { counts, records, isFiltered, moving } = useLogs(following);
  const total = counts.data?.total;
  return (
    <div className={styles["page"]}>
      <PageHead
        title={t("title")}
        note={total === undefined ? null : t("found", { count: total })}
        actions={
          <Button
            aria-pressed={following && moving}
            disabled={!moving}
            title={t("tailHint")}
            look={following && moving ? "main" : "plain"}
            onClick={() => set({ follow: following ? null : "1" })}
          >
            <Icon name={following && moving ? "pause" : "play"} />
            {t(following && moving ? "following" : "tail")}
          </Button>
        }
      />
      <LogFilters />
      <Panel title={t("histogram")}>
        <div className={styles["plot"]}>
          {counts.data ? (
            <Histogram
              counts={counts.data}
              onZoom={({ fromMs, toMs }) => setRange({ from: String(fromMs), to: String(toMs) })}
            />
          ) : counts.error ? (
            <LoadFailed error={counts.error} onRetry={() => void counts.refetch()} />
          ) : (
            <Skeleton height="6rem" />
          )}
        </div>
      </Panel>
      <Records records={records} isFiltered={isFiltered} />
    </div>
  );
}

type RecordsProps = Pick<ReturnType<typeof useLogs>, "records" | "isFiltered">;

function Records({ records, isFiltered }: RecordsProps) {
  const t = useTranslations("logs");
  const list = useRowKeys<HTMLUListElement>();
  const found = records.data?.pages.flatMap((page) => page.records);
  return (
    <Panel title={t("records")} flush>
      {records.error && !found ? (
        <LoadFailed error={records.error} onRetry={() => void records.refetch()} />
      ) : found ? (
        <ul ref={list}>
          {found.map((record) => (
            <LogRecord key={record.id} record={record} />
          ))}
        </ul>
      ) : (
        <SkeletonRows rows={12} height="1.75rem" />
      )}
      {found?.length === 0 ? (
        <Nothing title={t(isFiltered ? "empty.title" : "empty.none")}>
          {t(isFiltered ? "empty.text" : "empty.how")}
        </Nothing>
      ) : null}
      {found && found.length > 0 ? <RecordsFoot records={records} /> : null}
    </Panel>
  );
}

function RecordsFoot({ records }: Pick<RecordsProps, "records">) {
  const t = useTranslations("logs");
  if (!records.hasNextPage) return <p className={styles["end"]}>{t("end")}</p>;
  return (
    <div className={styles["foot"]}>
      <Button disabled={records.isFetchingNextPage} onClick={() => void records.fetchNextPage()}>
        {t("older")}
      </Button>
    </div>
  );
}
