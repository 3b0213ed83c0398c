"use client";

import { useTranslations } from "next-intl";
import { useServerNow } from "@/components/live/use-server-now";
import styles from "@/components/ui/age.module.css";
import { useSpan } from "@/components/ui/moment";

type AgeProps = { atMs: number | null; staleAfterMs?: number; brief?: boolean };

/** How long ago a value was measured, moving with the server's time; a value past its time says so in words. */
export function Age({ atMs, staleAfterMs, brief = false }: AgeProps) {
  const t = useTranslations("time");
  const span = useSpan();
  const now = useServerNow();
  if (atMs === null) return <span className={styles["age"]}>{t("never")}</span>;
  const age = Math.max(0, now - atMs);
  const stale = staleAfterMs !== undefined && age > staleAfterMs;
  return (
    <span className={styles["age"]} data-stale={stale || undefined}>
      {t(stale ? (brief ? "staleBrief" : "staleSince") : "age", { age: span(age) })}
    </span>
  );
}

/** How long something has lasted. */
export function Lasting({ since }: { since: string }) {
  const span = useSpan();
  const now = useServerNow();
  return <span className={styles["lasting"]}>{span(Math.max(0, now - Date.parse(since)))}</span>;
}
