"use client";

import { useTranslations } from "next-intl";
import type { CSSProperties } from "react";
import type { ProcessSeries } from "@/components/hosts/host-charts";
import styles from "@/components/hosts/host-page.module.css";
import { useLatest } from "@/components/hosts/use-latest";
import { useServerNow } from "@/components/live/use-server-now";
import { Panel } from "@/components/ui/panel";
import table from "@/components/ui/table.module.css";
import { sayValueText } from "@/lib/kernel/units";

const SHOWN = 20;
/** Processes are measured every ten seconds; one that has been silent for a minute has ended or is no longer among the busiest. */
const GONE_MS = 60_000;

/** The processes that use most, by what they used last. */
export function ProcessTable({ processes }: { processes: readonly ProcessSeries[] }) {
  const t = useTranslations("hosts.page");
  const now = useServerNow();
  const latest = useLatest(processes.flatMap(({ cpu, memory, count }) => [cpu, memory, count]));
  const value = (id: number | undefined) => {
    const point = id === undefined ? undefined : latest.get(id);
    return point && now - point.ms < GONE_MS ? point.value : null;
  };
  const rows = processes
    .map(({ process, cpu, memory, count }) => ({
      process,
      cpu: value(cpu),
      memory: value(memory),
      count: value(count),
    }))
    .filter((row) => row.cpu !== null || row.memory !== null)
    .sort((a, b) => (b.cpu ?? 0) - (a.cpu ?? 0) || (b.memory ?? 0) - (a.memory ?? 0))
    .slice(0, SHOWN);
  const most = Math.max(0.01, ...rows.map((row) => row.cpu ?? 0));
  return (
    <Panel title={t("processes")} flush>
      {rows.length === 0 ? (
        <p className={styles["none"]}>{t("noProcesses")}</p>
      ) : (
        <div className={table["scroll"]}>
          <table className={table["table"]}>
            <thead>
              <tr>
                <th scope="col">{t("process")}</th>
                <th scope="col" data-align="end">
                  {t("count")}
                </th>
                <th scope="col" data-align="end">
                  {t("memoryUse")}
                </th>
                <th scope="col" data-align="end">
                  {t("cpu")}
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.process}>
                  <td>{row.process}</td>
                  <td data-align="end">{sayValueText(row.count)}</td>
                  <td data-align="end">{sayValueText(row.memory, "bytes")}</td>
                  <td data-align="end">
                    {sayValueText(row.cpu, "ratio")}
                    <span
                      className={styles["bar"]}
                      aria-hidden="true"
                      style={{ "--share": `${((row.cpu ?? 0) / most) * 100}%` } as CSSProperties}
                    />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  );
}
