"use client";

import { useTranslations } from "next-intl";
import type { ChartLine } from "@/components/charts/line";
import { inkOf } from "@/components/charts/look";
import styles from "@/components/explore/explore.module.css";
import table from "@/components/ui/table.module.css";
import { sayValueText } from "@/lib/kernel/units";

type Summary = { last: number | null; min: number | null; mean: number | null; max: number | null };

function summaryOf({ value }: ChartLine): Summary {
  const known = Array.from(value).filter((each) => each !== null);
  if (known.length === 0) return { last: null, min: null, mean: null, max: null };
  return {
    last: known.at(-1) ?? null,
    min: Math.min(...known),
    mean: known.reduce((sum, each) => sum + each, 0) / known.length,
    max: Math.max(...known),
  };
}

const COLUMNS = ["last", "min", "mean", "max"] as const;

/** Each line of the chart in numbers, over the range that is shown. */
export function SeriesTable({ lines, unit }: { lines: readonly ChartLine[]; unit: string | null }) {
  const t = useTranslations("explore.column");
  return (
    <div className={table["scroll"]}>
      <table className={table["table"]} data-cards>
        <thead>
          <tr>
            <th scope="col">{t("series")}</th>
            {COLUMNS.map((name) => (
              <th key={name} scope="col" data-align="end">
                {t(name)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map((line, index) => {
            const summary = summaryOf(line);
            return (
              <tr key={line.key}>
                <td data-wide>
                  <span className={styles["swatch"]} style={{ background: inkOf(index) }} aria-hidden="true" />
                  <span className={styles["labels"]}>{line.label}</span>
                </td>
                {COLUMNS.map((name) => (
                  <td key={name} data-align="end" data-label={t(name)}>
                    {sayValueText(summary[name], unit)}
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
