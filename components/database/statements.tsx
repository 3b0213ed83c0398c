"use client";

import { useTranslations } from "next-intl";
import styles from "@/components/database/database.module.css";
import { Panel } from "@/components/ui/panel";
import table from "@/components/ui/table.module.css";
import type { SlowStatement } from "@/lib/fleet/database-shape";
import { sayValueText } from "@/lib/kernel/units";

type Props = { statements: readonly SlowStatement[]; known?: boolean; targetMs: number | undefined };

/** The statements that took the most time; a mean over the target is marked. */
export function Statements({ statements, known = true, targetMs }: Props) {
  const t = useTranslations("database.statements");
  const over = useTranslations("database")("over");
  return (
    <Panel title={t("title")} flush>
      {statements.length === 0 ? (
        <p className={styles["none"]}>{t(known ? "none" : "unknown")}</p>
      ) : (
        <div className={table["scroll"]}>
          <table className={table["table"]} data-cards>
            <thead>
              <tr>
                <th scope="col">{t("statement")}</th>
                <th scope="col" data-align="end">
                  {t("calls")}
                </th>
                <th scope="col" data-align="end">
                  {t("mean")}
                </th>
                <th scope="col" data-align="end">
                  {t("total")}
                </th>
              </tr>
            </thead>
            <tbody>
              {statements.map(({ statement, calls, meanMs, totalMs }, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: two statements may be told by the same words.
                <tr key={index}>
                  <td data-wide>
                    <code className={styles["statement"]}>{statement}</code>
                  </td>
                  <td data-align="end" data-label={t("calls")}>
                    {sayValueText(calls)}
                  </td>
                  <td data-align="end" data-label={t("mean")}>
                    {targetMs !== undefined && meanMs > targetMs ? (
                      <span className={styles["over"]} title={over}>
                        {sayValueText(meanMs, "ms")}
                        <span className="only-read-aloud"> {over}</span>
                      </span>
                    ) : (
                      sayValueText(meanMs, "ms")
                    )}
                  </td>
                  <td data-align="end" data-label={t("total")}>
                    {sayValueText(totalMs, "ms")}
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
