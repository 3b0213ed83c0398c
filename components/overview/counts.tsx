"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import styles from "@/components/overview/counts.module.css";
import { useKeptHref } from "@/components/shell/use-url-state";
import { Lasting } from "@/components/ui/age";
import { Moment } from "@/components/ui/moment";
import { StateMark } from "@/components/ui/state-mark";
import type { Overview } from "@/lib/fleet/overview-shape";
import type { StateCounts } from "@/lib/fleet/state-now";
import { HEALTH_STATES } from "@/lib/kernel/states";

/** The rest of the fleet in one look: regions by state, and how many hosts, checks and collectors are how. */
export function Counts({ overview }: { overview: Overview }) {
  const t = useTranslations("overview.counts");
  const { regions, hosts, checks, collectors, maintenance } = overview;
  return (
    <aside className={styles["counts"]}>
      <Part title={t("regions")} href="/regions" total={regions.length}>
        <ul className={styles["list"]}>
          {regions.map((region) => (
            <li key={region.id} className={styles["row"]}>
              <span>{region.name}</span>
              <span className={styles["right"]}>
                <StateMark state={region.state} size="sm" />
                <span className={styles["quiet"]}>
                  <Lasting since={region.since} />
                </span>
              </span>
            </li>
          ))}
        </ul>
      </Part>
      <Part title={t("hosts")} href="/hosts" total={hosts.total}>
        <ByState counts={hosts.states} />
      </Part>
      <Part title={t("checks")} href="/checks" total={checks.total}>
        <ByState counts={checks.states} />
        {checks.paused > 0 ? <p className={styles["quiet"]}>{t("paused", { count: checks.paused })}</p> : null}
      </Part>
      <Part title={t("collectors")} href="/collectors" total={collectors.total}>
        <p className={collectors.silent > 0 ? styles["warned"] : styles["quiet"]}>
          {t("connected", { connected: collectors.connected, total: collectors.total })}
        </p>
        {collectors.dropped > 0 ? (
          <p className={styles["warned"]}>{t("dropped", { count: collectors.dropped })}</p>
        ) : null}
      </Part>
      {maintenance.length > 0 ? (
        <Part title={t("maintenance")} href="/services" total={maintenance.length}>
          <ul className={styles["list"]}>
            {maintenance.map((window) => (
              <li key={window.id} className={styles["row"]}>
                <StateMark state="maintenance" size="sm" word={false} />
                <span>
                  {window.name}{" "}
                  <span className={styles["quiet"]}>
                    {t("until")} <Moment at={window.endsAt} />
                  </span>
                </span>
              </li>
            ))}
          </ul>
        </Part>
      ) : null}
    </aside>
  );
}

function Part({ title, href, total, children }: { title: string; href: string; total: number; children: ReactNode }) {
  const t = useTranslations("overview.counts");
  const keep = useKeptHref();
  return (
    <section className={styles["part"]}>
      <h2 className={styles["title"]}>
        <Link href={keep(href)} prefetch={false}>
          {title}
        </Link>
        <span>{total === 0 ? t("noneHere") : total}</span>
      </h2>
      {total === 0 ? null : children}
    </section>
  );
}

function ByState({ counts }: { counts: StateCounts }) {
  return (
    <ul className={styles["states"]}>
      {HEALTH_STATES.toReversed()
        .filter((state) => counts[state] > 0)
        .map((state) => (
          <li key={state} className={styles["stateCount"]}>
            <StateMark state={state} size="sm" />
            <strong>{counts[state]}</strong>
          </li>
        ))}
    </ul>
  );
}
