"use client";

import { useTranslations } from "next-intl";
import styles from "@/components/database/database.module.css";
import { Statements } from "@/components/database/statements";
import { useTargets } from "@/components/shell/use-targets";
import { Age } from "@/components/ui/age";
import { Panel } from "@/components/ui/panel";
import table from "@/components/ui/table.module.css";
import type { OwnDatabase } from "@/lib/fleet/database-shape";
import { sayValue, sayValueText } from "@/lib/kernel/units";

/** It is asked every 15 s: after three of those it is old. */
const LATE_MS = 45_000;

type StatProps = { label: string; value: number | null; unit: string; limit?: number | undefined; at: number };

function Stat({ label, value, unit, limit, at }: StatProps) {
  const t = useTranslations("database");
  const said = sayValue(value, unit);
  const isOver = value !== null && limit !== undefined && value > limit;
  return (
    <div className={styles["stat"]} data-over={isOver || undefined}>
      <span className={styles["label"]}>{label}</span>
      <span>
        <span className={styles["number"]}>{said.number}</span> <span className={styles["unit"]}>{said.unit}</span>
        {limit === undefined ? null : <span className={styles["beside"]}> / {sayValueText(limit, unit)}</span>}
      </span>
      {isOver ? <span className={styles["over"]}>{t("over")}</span> : null}
      <Age atMs={at} staleAfterMs={LATE_MS} />
    </div>
  );
}

/** The console's own database, as it answered just now. */
export function OwnSection({ own, at }: { own: OwnDatabase; at: string }) {
  const t = useTranslations("database");
  const targetMs = useTargets()?.dbMs;
  const atMs = Date.parse(at);
  const target = targetMs === undefined ? undefined : targetMs / 1_000;
  return (
    <section className={styles["section"]} aria-label={t("own")}>
      <h2 className={styles["name"]}>
        {t("own")} <small>{t("version", { version: own.version })}</small>
      </h2>
      <div className={styles["numbers"]}>
        <Stat label={t("number.query")} value={own.queryMs / 1_000} unit="seconds" limit={target} at={atMs} />
        <Stat
          label={t("number.connections")}
          value={own.connections}
          unit="count"
          limit={own.connectionLimit}
          at={atMs}
        />
        <Stat label={t("number.cache")} value={own.cacheHitRatio} unit="ratio" at={atMs} />
        <Stat label={t("number.size")} value={own.sizeBytes} unit="bytes" at={atMs} />
      </div>
      <div className={styles["tables"]}>
        <Statements statements={own.statements} known={own.statementsKnown} targetMs={targetMs} />
        <LargestTables tables={own.largestTables} />
      </div>
    </section>
  );
}

function LargestTables({ tables }: { tables: OwnDatabase["largestTables"] }) {
  const t = useTranslations("database.tables");
  return (
    <Panel title={t("title")} flush>
      <table className={table["table"]}>
        <thead>
          <tr>
            <th scope="col">{t("name")}</th>
            <th scope="col" data-align="end">
              {t("bytes")}
            </th>
          </tr>
        </thead>
        <tbody>
          {tables.map(({ name, bytes }) => (
            <tr key={name}>
              <td>
                <code>{name}</code>
              </td>
              <td data-align="end">{sayValueText(bytes, "bytes")}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}
