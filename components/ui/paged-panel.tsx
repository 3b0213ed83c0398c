"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { LoadFailed, SkeletonRows } from "@/components/ui/answer";
import { Button } from "@/components/ui/button";
import { Panel } from "@/components/ui/panel";
import table from "@/components/ui/table.module.css";
import type { usePages } from "@/components/ui/use-pages";

type Props<T> = {
  title: string;
  pages: ReturnType<typeof usePages<T>>;
  /** What stands there when nothing is listed. */
  empty: ReactNode;
  children: (rows: T[]) => ReactNode;
};

/** A list that comes a page at a time, in each of its states: on its way, failed, empty, there, and with more to come. */
export function PagedPanel<T>({ title, pages, empty, children }: Props<T>) {
  const t = useTranslations("shell.list");
  const { items, total = 0, error, refetch, more, isLoadingMore } = pages;
  return (
    <Panel title={title} flush>
      {error && !items ? <LoadFailed error={error} onRetry={refetch} /> : null}
      {items ? items.length === 0 ? empty : children(items) : error ? null : <SkeletonRows rows={8} height="3.25rem" />}
      {more ? (
        <div className={table["foot"]}>
          <Button onClick={more} disabled={isLoadingMore}>
            {t("more")}
          </Button>
          {t("shown", { shown: items?.length ?? 0, total })}
        </div>
      ) : null}
    </Panel>
  );
}
