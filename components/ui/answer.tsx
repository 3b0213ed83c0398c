"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import styles from "@/components/ui/answer.module.css";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { CallRefused } from "@/lib/http/call";

/** What stands where there is nothing to show: why, and what to do about it. */
export function Nothing({ title, children, actions }: { title: ReactNode; children?: ReactNode; actions?: ReactNode }) {
  return (
    <div className={styles["note"]}>
      <p className={styles["title"]}>{title}</p>
      {children ? <div className={styles["text"]}>{children}</div> : null}
      {actions ? <div className={styles["actions"]}>{actions}</div> : null}
    </div>
  );
}

/** What stands where something could not be loaded: the console's own words for it, and another try. */
export function LoadFailed({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const t = useTranslations("shell.error");
  const words = error instanceof CallRefused ? error.problem.title : undefined;
  return (
    <div className={styles["failed"]} role="alert">
      <Icon name="alert" />
      <span>
        {t("load")} {words}
      </span>
      {onRetry ? <Button onClick={onRetry}>{t("again")}</Button> : null}
    </div>
  );
}

/** A grey stretch in the size of what is coming, so that nothing jumps when it comes. */
export function Skeleton({ width = "100%", height = "0.875rem" }: { width?: string; height?: string }) {
  return <span className={styles["skeleton"]} style={{ width, height }} />;
}

/** Rows that are on their way; `height` is that of the rows to come. */
export function SkeletonRows({ rows, height = "2.75rem" }: { rows: number; height?: string }) {
  const t = useTranslations("shell.common");
  return (
    <div className={styles["rows"]} role="status" aria-label={t("loading")}>
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have no identity.
        <span key={row} style={{ height }}>
          <Skeleton width={`${72 - ((row * 13) % 40)}%`} />
        </span>
      ))}
    </div>
  );
}
