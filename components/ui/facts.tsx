import type { ReactNode } from "react";
import styles from "@/components/ui/facts.module.css";

export type Fact = { label: string; value: ReactNode; wide?: boolean };

/** What is known of one thing, as names and values; a fact without a value is left out. */
export function Facts({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl className={styles["facts"]}>
      {facts
        .filter(({ value }) => value !== null && value !== undefined && value !== "")
        .map(({ label, value, wide }) => (
          <div key={label} className={styles["fact"]} data-wide={wide || undefined}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}
