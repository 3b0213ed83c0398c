"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import styles from "@/components/overview/what-is-wrong.module.css";
import { useKeptHref } from "@/components/shell/use-url-state";
import { Lasting } from "@/components/ui/age";
import { Moment } from "@/components/ui/moment";
import { useReason } from "@/components/ui/reason";
import { StateMark } from "@/components/ui/state-mark";
import { useRowKeys } from "@/components/ui/use-row-keys";
import type { Overview, Trouble } from "@/lib/fleet/overview-shape";

const SHOWN = 12;

/** The first words of the page: nothing is wrong, or what is, where, why and since when. */
export function WhatIsWrong({ overview }: { overview: Overview }) {
  const t = useTranslations("overview.wrong");
  const rows = useRowKeys<HTMLUListElement>();
  const { troubles, troublesTotal, worst } = overview;
  if (troublesTotal === 0) return <Calm overview={overview} />;
  const shown = troubles.slice(0, SHOWN);
  return (
    <section className={styles["wrong"]} data-worst={worst} aria-label={t("title")}>
      <h2 className={styles["head"]}>
        {t("title")}
        <span className={styles["count"]}>{troublesTotal}</span>
      </h2>
      <ul ref={rows} className={styles["list"]}>
        {shown.map((trouble) => (
          <TroubleRow key={`${trouble.kind} ${trouble.id}`} trouble={trouble} />
        ))}
      </ul>
      {troublesTotal > shown.length ? (
        <p className={styles["more"]}>{t("more", { count: troublesTotal - shown.length })}</p>
      ) : null}
    </section>
  );
}

/** Whether nothing that is watched says anything: a service without checks is not blindness, silence of all that measures is. */
function saysNothing({ checks, hosts }: Overview): boolean {
  const { healthy, degraded, down } = checks.states;
  const speaking = healthy + degraded + down + hosts.states.healthy + hosts.states.degraded + hosts.states.down;
  const silent = checks.states.unknown + hosts.states.unknown;
  return speaking === 0 && silent > 0;
}

function Calm({ overview }: { overview: Overview }) {
  const t = useTranslations("overview.wrong");
  const blind = saysNothing(overview);
  return (
    <section className={styles["calm"]} aria-label={t("title")}>
      <StateMark state={blind ? "unknown" : "healthy"} size="lg" word={false} />
      <h2 className={styles["calmTitle"]}>{t(blind ? "blind" : "none")}</h2>
      <p>
        {t("noneText", {
          services: overview.servicesTotal,
          checks: overview.checks.total,
          hosts: overview.hosts.total,
        })}
      </p>
    </section>
  );
}

const PAGES = { check: "/checks", host: "/hosts", collector: "/collectors" } as const;

function TroubleRow({ trouble }: { trouble: Trouble }) {
  const t = useTranslations("overview.wrong");
  const keep = useKeptHref();
  const say = useReason();
  const { kind, id, name, state, since, service, region, affectedChecks } = trouble;
  const where = [service?.name, region?.name].filter(Boolean).join(" · ");
  return (
    <li>
      <Link className={styles["row"]} data-row data-state={state} href={keep(`${PAGES[kind]}/${id}`)} prefetch={false}>
        <span className={styles["state"]}>
          <StateMark state={state} />
        </span>
        <span className={styles["what"]}>
          <strong>{name}</strong> <span className={styles["kind"]}>{t(`kind.${kind}`)}</span>
        </span>
        <span className={styles["where"]}>{where || t("everywhere")}</span>
        <span className={styles["why"]}>
          {say(trouble.reason)}
          {affectedChecks > 0 ? ` · ${t("affects", { count: affectedChecks })}` : ""}
        </span>
        <span className={styles["since"]}>
          <strong>
            <Lasting since={since} />
          </strong>{" "}
          <span className={styles["at"]}>
            <Moment at={since} />
          </span>
        </span>
      </Link>
    </li>
  );
}
