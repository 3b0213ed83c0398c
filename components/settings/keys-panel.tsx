"use client";

import { useTranslations } from "next-intl";
import { CreateKey } from "@/components/settings/create-key";
import { KeyTable } from "@/components/settings/key-table";
import { useKeys } from "@/components/settings/use-keys";
import { LoadFailed, Nothing, SkeletonRows } from "@/components/ui/answer";
import { Button } from "@/components/ui/button";
import { Panel } from "@/components/ui/panel";
import table from "@/components/ui/table.module.css";

/** The organization's API keys, for those who may see them. */
export function KeysPanel() {
  const t = useTranslations("settings.keys");
  const keys = useKeys();
  const rows = keys.data?.pages.flatMap((page) => page.keys);
  return (
    <Panel title={t("title")} flush>
      <CreateKey />
      {keys.error && !rows ? <LoadFailed error={keys.error} onRetry={() => void keys.refetch()} /> : null}
      {rows || keys.error ? null : <SkeletonRows rows={3} />}
      {rows?.length === 0 ? <Nothing title={t("empty")}>{t("text")}</Nothing> : null}
      {rows && rows.length > 0 ? <KeyTable keys={rows} /> : null}
      {keys.hasNextPage ? (
        <div className={table["foot"]}>
          <Button disabled={keys.isFetchingNextPage} onClick={() => void keys.fetchNextPage()}>
            {t("more")}
          </Button>
        </div>
      ) : null}
    </Panel>
  );
}
