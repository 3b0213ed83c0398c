"use client";

import { useTranslations } from "next-intl";
import { NumberTile } from "@/components/charts/number-tile";
import styles from "@/components/overview/key-numbers.module.css";
import type { KeyNumber } from "@/lib/fleet/key-number-shape";
import type { Overview } from "@/lib/fleet/overview-shape";

/** A host reports each second: half a minute of silence is already news. */
const HOST_STALE_MS = 30_000;

function Tile({ number, staleAfterMs }: { number: KeyNumber; staleAfterMs?: number }) {
  const t = useTranslations("overview.numbers");
  const count = number.seriesIds.length;
  const label = count > 1 ? `${t(number.key)} · ${t(number.combine, { count })}` : t(number.key);
  return <NumberTile label={label} measured={number} {...(staleAfterMs === undefined ? {} : { staleAfterMs })} />;
}

/** The organization's response times beside their targets, and the load of its hosts. */
export function KeyNumbers({ overview }: { overview: Overview }) {
  const t = useTranslations("overview.numbers");
  const { keyNumbers, hosts } = overview;
  if (keyNumbers.length + hosts.numbers.length === 0) return null;
  return (
    <section className={styles["strip"]} aria-label={t("title")}>
      {keyNumbers.map((number) => (
        <Tile key={number.key} number={number} />
      ))}
      {hosts.numbers.map((number) => (
        <Tile key={number.key} number={number} staleAfterMs={HOST_STALE_MS} />
      ))}
    </section>
  );
}
