"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import styles from "@/components/collectors/enrol.module.css";
import { useServerNow } from "@/components/live/use-server-now";
import { Button } from "@/components/ui/button";
import control from "@/components/ui/control.module.css";
import { CopyButton } from "@/components/ui/copy-button";
import { Field } from "@/components/ui/field";
import { Moment } from "@/components/ui/moment";
import { Panel } from "@/components/ui/panel";
import { useChoices } from "@/components/ui/use-choices";
import { useSubmit } from "@/components/ui/use-submit";
import type { CollectorRow } from "@/lib/fleet/host-shape";
import { call } from "@/lib/http/call";

type Enrolment = { code: string; expiresAt: string; knownIds: ReadonlySet<string> };

/** The line that a person pastes on the new machine. */
function enrolCommand(origin: string, code: string): string {
  return `curl -fsSL ${origin}/collector/install.sh | sudo sh -s -- --token ${code}`;
}

type Props = { collectors: readonly CollectorRow[]; onClose: () => void };

/** Makes a one-time code, shows the one line to run with it, and says when the machine has arrived. */
export function Enrol({ collectors, onClose }: Props) {
  const t = useTranslations("collectors.enrol");
  const common = useTranslations("shell.common");
  const [region, setRegion] = useState("");
  const [made, setMade] = useState<Enrolment>();
  const regions = useChoices("regions");
  const { submit, isPending, message } = useSubmit(
    () => call<Omit<Enrolment, "knownIds">>("POST", "/api/v1/collectors/enrolments", { region: region || null }),
    (answer) => setMade({ ...answer, knownIds: new Set(collectors.map(({ id }) => id)) }),
  );
  return (
    <Panel
      title={t("title")}
      aside={
        <Button look="quiet" onClick={onClose}>
          {common("close")}
        </Button>
      }
    >
      <div className={styles["enrol"]}>
        <p className={styles["note"]}>{t("text")}</p>
        <div className={styles["row"]}>
          <Field label={t("region")}>
            {(props) => (
              <select
                {...props}
                className={control["select"]}
                value={region}
                onChange={(event) => setRegion(event.target.value)}
              >
                <option value="">{t("noRegion")}</option>
                {regions.map(({ value, label }) => (
                  <option key={value} value={value}>
                    {label}
                  </option>
                ))}
              </select>
            )}
          </Field>
          <Button look={made ? "plain" : "main"} disabled={isPending} onClick={() => submit(undefined)}>
            {t(made ? "again" : "make")}
          </Button>
        </div>
        {message ? (
          <p role="alert" className={styles["refused"]}>
            {message}
          </p>
        ) : null}
        {made ? <Made enrolment={made} collectors={collectors} /> : null}
      </div>
    </Panel>
  );
}

function Made({ enrolment, collectors }: { enrolment: Enrolment; collectors: readonly CollectorRow[] }) {
  const t = useTranslations("collectors.enrol");
  const now = useServerNow();
  const arrived = collectors.find(({ id }) => !enrolment.knownIds.has(id));
  const isExpired = now > Date.parse(enrolment.expiresAt);
  const command = enrolCommand(window.location.origin, enrolment.code);
  return (
    <>
      <p>{t("command")}</p>
      <div className={styles["command"]}>
        <code>{command}</code>
        <CopyButton text={command} label={t("copy")} />
      </div>
      <p className={styles["note"]}>
        {t.rich("once", { time: () => <Moment at={enrolment.expiresAt} show="time" /> })}
      </p>
      <p role="status" className={arrived ? styles["arrived"] : styles["note"]}>
        {arrived ? t("arrived", { name: arrived.name }) : t(isExpired ? "expired" : "waiting")}
      </p>
    </>
  );
}
