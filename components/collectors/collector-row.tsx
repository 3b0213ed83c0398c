"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { useState } from "react";
import styles from "@/components/collectors/collector-row.module.css";
import { EndCollector } from "@/components/collectors/end-collector";
import { Proposals } from "@/components/collectors/proposals";
import { useKeptHref } from "@/components/shell/use-url-state";
import { Age } from "@/components/ui/age";
import { Menu } from "@/components/ui/menu";
import { useSpan } from "@/components/ui/moment";
import { useReason } from "@/components/ui/reason";
import { StateMark } from "@/components/ui/state-mark";
import table from "@/components/ui/table.module.css";
import { useMay } from "@/components/ui/use-may";
import type { CollectorRow as Row } from "@/lib/fleet/host-shape";
import { sayValueText } from "@/lib/kernel/units";

/** A clock this close to the console's is as good as the same. */
const IN_STEP_MS = 2_000;

export const COLUMNS = ["state", "name", "version", "seen", "skew", "spool", "dropped", "checks", "menu"] as const;

export function CollectorRow({ collector }: { collector: Row }) {
  const t = useTranslations("collectors");
  const kept = useKeptHref();
  const reason = useReason();
  const { host, region, dropped, spoolBytes, lastSeenAt } = collector;
  const isSilent = collector.state === "unknown";
  return (
    <>
      <tr className={table["row"]} data-stale={isSilent || undefined}>
        <td>
          <StateMark state={collector.state} />
        </td>
        <td data-grow>
          <div className={table["two"]}>
            {host ? (
              <Link
                href={kept(`/hosts/${host.id}`)}
                className={`${table["open"]} ${table["name"]}`}
                data-row
                prefetch={false}
              >
                {collector.name}
              </Link>
            ) : (
              <span className={table["name"]}>{collector.name}</span>
            )}
            <span className={table["second"]}>
              {[region?.name, reason(collector.reason)].filter(Boolean).join(" · ")}
            </span>
          </div>
        </td>
        <td data-label={t("column.version")}>{collector.agentVersion ?? "–"}</td>
        <td data-align="end">
          {collector.revokedAt ? t("revoked") : <Age atMs={lastSeenAt === null ? null : Date.parse(lastSeenAt)} />}
        </td>
        <td data-label={t("column.skew")}>
          <Skew ms={collector.skewMs} />
        </td>
        <td data-align="end" data-label={t("column.spool")}>
          {sayValueText(spoolBytes, "bytes")}
        </td>
        <td data-align="end" data-label={t("column.dropped")}>
          <span className={dropped > 0 ? styles["bad"] : undefined}>{sayValueText(dropped)}</span>
        </td>
        <td data-align="end" data-label={t("column.checks")}>
          {collector.checks}
        </td>
        <td data-align="end" data-corner>
          <span className={table["above"]}>
            <CollectorMenu collector={collector} />
          </span>
        </td>
      </tr>
      {collector.proposals.length > 0 && !collector.revokedAt ? (
        <tr>
          <td colSpan={COLUMNS.length} className={styles["proposals"]} data-wide>
            <Proposals collector={collector} />
          </td>
        </tr>
      ) : null}
    </>
  );
}

function Skew({ ms }: { ms: number | null }) {
  const t = useTranslations("collectors.skew");
  const span = useSpan();
  if (ms === null) return "–";
  if (Math.abs(ms) < IN_STEP_MS) return t("none");
  return <span className={styles["bad"]}>{t(ms > 0 ? "ahead" : "behind", { span: span(Math.abs(ms)) })}</span>;
}

function CollectorMenu({ collector }: { collector: Row }) {
  const t = useTranslations("collectors.do");
  const may = useMay();
  const [ending, setEnding] = useState(false);
  if (!may("collectors.manage")) return null;
  const label = t(collector.revokedAt ? "delete" : "revoke");
  return (
    <>
      <Menu
        label={t("more", { name: collector.name })}
        items={[{ key: "end", label, danger: true, run: () => setEnding(true) }]}
      />
      {ending ? <EndCollector collector={collector} onClose={() => setEnding(false)} /> : null}
    </>
  );
}
