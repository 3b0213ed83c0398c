"use client";

import { useTranslations } from "next-intl";
import { KeysPanel } from "@/components/settings/keys-panel";
import { SettingForm } from "@/components/settings/setting-form";
import styles from "@/components/settings/settings.module.css";
import { useSettings } from "@/components/shell/use-targets";
import { LoadFailed, SkeletonRows } from "@/components/ui/answer";
import { PageHead } from "@/components/ui/page-head";
import { useMay } from "@/components/ui/use-may";

const SHARES = ["cpuRatio", "memoryRatio", "diskRatio"];

/** What the console holds response times and hosts against, and the keys that machines come in with. */
export function SettingsBoard() {
  const t = useTranslations("settings");
  const may = useMay();
  const { data, error, refetch } = useSettings();
  return (
    <div className={styles["page"]}>
      <PageHead title={t("title")} />
      {data ? (
        <>
          <SettingForm setting="targets" row={data.targets} />
          <SettingForm setting="thresholds" row={data.thresholds} percents={SHARES} />
        </>
      ) : (
        <div className={styles["wide"]}>
          {error ? <LoadFailed error={error} onRetry={() => void refetch()} /> : <SkeletonRows rows={4} />}
        </div>
      )}
      {may("identity.manage") ? (
        <div className={styles["wide"]}>
          <KeysPanel />
        </div>
      ) : null}
    </div>
  );
}
