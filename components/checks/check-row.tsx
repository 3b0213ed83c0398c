"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import styles from "@/components/checks/check-list.module.css";
import { CheckMenu } from "@/components/checks/check-menu";
import { Response, useResponse } from "@/components/checks/response";
import { useKeptHref } from "@/components/shell/use-url-state";
import { Age, Lasting } from "@/components/ui/age";
import { useReason } from "@/components/ui/reason";
import { StateMark } from "@/components/ui/state-mark";
import table from "@/components/ui/table.module.css";
import { useStale } from "@/components/ui/use-stale";
import type { CheckRow as Row } from "@/lib/checks/check-shape";

/** A check that has said nothing for three intervals, and at least half a minute, is late. */
export function lateAfterMs(intervalSeconds: number): number {
  return Math.max(30, intervalSeconds * 3) * 1_000;
}

export function CheckRow({ check }: { check: Row }) {
  const t = useTranslations("checks");
  const kept = useKeptHref();
  const reason = useReason();
  const atMs = useResponse(check)?.ms ?? (check.lastResult ? Date.parse(check.lastResult.at) : null);
  const late = lateAfterMs(check.intervalSeconds);
  const isStale = useStale(atMs, late) && !check.paused;
  const place = [check.service?.name, check.region?.name].filter(Boolean).join(" · ");
  return (
    <tr className={table["row"]} data-stale={isStale || undefined}>
      <td>
        <StateMark state={check.state} />
      </td>
      <td data-grow>
        <div className={`${table["two"]} ${styles["asks"]}`}>
          <Link
            href={kept(`/checks/${check.slug}`)}
            className={`${table["open"]} ${table["name"]}`}
            data-row
            prefetch={false}
          >
            {check.name}
          </Link>
          <span className={table["second"]}>{check.asks}</span>
        </div>
      </td>
      <td>{t.has(`kinds.${check.kind}`) ? t(`kinds.${check.kind}`) : check.kind}</td>
      <td>{place || <span className={table["second"]}>{t("nowhere")}</span>}</td>
      <td data-align="end">
        <Response check={check} />
      </td>
      <td data-wide>
        <div className={`${table["two"]} ${styles["reason"]}`}>
          <span>{check.paused ? <span className={styles["paused"]}>{t("paused")}</span> : reason(check.reason)}</span>
          <span className={table["second"]}>
            {t("for")} <Lasting since={check.since} />
          </span>
        </div>
      </td>
      <td data-align="end">{check.paused ? null : <Age atMs={atMs} staleAfterMs={late} />}</td>
      <td data-align="end" data-corner>
        <span className={table["above"]}>
          <CheckMenu check={check} />
        </span>
      </td>
    </tr>
  );
}
