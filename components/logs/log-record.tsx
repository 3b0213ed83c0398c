"use client";

import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import styles from "@/components/logs/log-record.module.css";
import { useUrlState } from "@/components/shell/use-url-state";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Moment } from "@/components/ui/moment";
import { sayMoment } from "@/components/ui/say-time";
import { useZone } from "@/components/ui/zone";
import type { FoundLog } from "@/lib/telemetry/logs/search";

const CLOCK_DIGITS = 3;

/** One record on one line; pressed, all that it carries. */
export function LogRecord({ record }: { record: FoundLog }) {
  const t = useTranslations("logs");
  const locale = useLocale();
  const zone = useZone();
  const [opened, setOpened] = useState(false);
  const ms = Date.parse(record.at);
  const fraction = String(ms % 1_000).padStart(CLOCK_DIGITS, "0");
  return (
    <li className={styles["record"]}>
      <button
        type="button"
        data-row
        className={styles["line"]}
        data-severity={record.severity}
        aria-expanded={opened}
        onClick={() => setOpened(!opened)}
      >
        <time dateTime={record.at} className={styles["at"]} title={sayMoment(ms, locale, zone.name, "full")}>
          {sayMoment(ms, locale, zone.name, "time")}.{fraction}
        </time>
        <span className={styles["severity"]} data-severity={record.severity}>
          {t(`severity.${record.severity}`)}
        </span>
        <span className={styles["service"]}>{record.service}</span>
        <span className={styles["body"]}>{record.body}</span>
      </button>
      {opened ? <Whole record={record} /> : null}
    </li>
  );
}

function Whole({ record }: { record: FoundLog }) {
  const t = useTranslations("logs.record");
  const { set } = useUrlState();
  const { service, host, traceId, spanId, attributes, resource } = record;
  const about = { [t("service")]: service, [t("host")]: host, [t("trace")]: traceId, [t("span")]: spanId };
  const known = Object.fromEntries(Object.entries(about).filter((entry): entry is [string, string] => !!entry[1]));
  return (
    <div className={styles["more"]}>
      <div>
        <Moment at={record.at} show="full" />
      </div>
      <pre className={styles["whole"]}>{record.body}</pre>
      <div className={styles["pairs"]}>
        <Pairs title={t("about")} pairs={known} />
        <Pairs title={t("attributes")} pairs={attributes} />
        <Pairs title={t("resource")} pairs={resource} />
      </div>
      <div className={styles["actions"]}>
        <Button onClick={() => set({ service }, { push: true })}>{t("only")}</Button>
        <CopyButton text={JSON.stringify(record, null, 2)} label={t("copy")} />
      </div>
    </div>
  );
}

function Pairs({ title, pairs }: { title: string; pairs: Record<string, string> }) {
  const entries = Object.entries(pairs);
  if (entries.length === 0) return null;
  return (
    <div>
      <h3>{title}</h3>
      <dl>
        {entries.map(([name, value]) => (
          <div key={name} style={{ display: "contents" }}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
