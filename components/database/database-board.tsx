"use client";

import { useTranslations } from "next-intl";
import styles from "@/components/database/database.module.css";
import { OwnSection } from "@/components/database/own-section";
import { useDatabase } from "@/components/database/use-database";
import { WatchedSection } from "@/components/database/watched-section";
import { useKeptHref } from "@/components/shell/use-url-state";
import { LoadFailed, Nothing, SkeletonRows } from "@/components/ui/answer";
import { ButtonLink } from "@/components/ui/button";
import { PageHead } from "@/components/ui/page-head";
import { Panel } from "@/components/ui/panel";
import { useMay } from "@/components/ui/use-may";

/** Every PostgreSQL that is known: those that checks watch, and the console's own. */
export function DatabaseBoard() {
  const t = useTranslations("database");
  const may = useMay();
  const kept = useKeptHref();
  const { data, error, refetch } = useDatabase();
  const add = may("checks.manage") ? (
    <ButtonLink href={kept("/checks/new", { kind: "postgres" })}>{t("empty.add")}</ButtonLink>
  ) : null;
  const unseen = data ? data.watchedTotal - data.watched.length : 0;
  return (
    <div className={styles["page"]}>
      <PageHead title={t("title")} actions={data && data.watchedTotal > 0 ? add : null} />
      {error && !data ? <LoadFailed error={error} onRetry={() => void refetch()} /> : null}
      {data || error ? null : <SkeletonRows rows={6} height="5rem" />}
      {data?.watched.map((database) => (
        <WatchedSection key={database.check.id} database={database} />
      ))}
      {data?.watchedTotal === 0 ? (
        <Panel title={t("watched")}>
          <Nothing title={t("empty.title")} actions={add}>
            {t("empty.text")}
          </Nothing>
        </Panel>
      ) : null}
      {unseen > 0 ? <p className={styles["none"]}>{t("more", { count: unseen })}</p> : null}
      {data ? <OwnSection own={data.own} at={data.at} /> : null}
    </div>
  );
}
