"use client";

import { useMutation } from "@tanstack/react-query";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { enrolCommand } from "@/components/collectors/enrol-command";
import styles from "@/components/overview/first-run.module.css";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { useMay } from "@/components/ui/use-may";
import type { FirstRunHint } from "@/lib/fleet/overview-shape";
import { call } from "@/lib/http/call";

const PAGES: Record<Exclude<FirstRunHint, "enrol-collector">, string> = {
  "create-service": "/services",
  "create-check": "/checks/new",
  "give-checks-to-services": "/checks",
};

/** What to do next on a console that watches nothing, or not yet enough. */
export function FirstRun({ hints }: { hints: readonly FirstRunHint[] }) {
  const t = useTranslations("overview.firstRun");
  const steps = hints.filter((hint) => hint !== "enrol-collector");
  const empty = hints.includes("enrol-collector");
  return (
    <section className={styles["first"]}>
      <h2 className={styles["title"]}>{t(empty ? "title" : "next")}</h2>
      {empty ? <Enrol /> : null}
      {steps.length > 0 ? (
        <ol className={styles["steps"]}>
          {steps.map((hint) => (
            <li key={hint}>
              <Link href={PAGES[hint]}>{t(hint)}</Link>
            </li>
          ))}
        </ol>
      ) : null}
    </section>
  );
}

function Enrol() {
  const t = useTranslations("overview.firstRun");
  const may = useMay();
  const make = useMutation({
    mutationFn: () => call<{ code: string }>("POST", "/api/v1/collectors/enrolments", {}),
  });
  const command = make.data ? enrolCommand(window.location.origin, make.data.code) : undefined;
  if (!may("collectors.manage")) return <p className={styles["text"]}>{t("forbidden")}</p>;
  return (
    <>
      <p className={styles["text"]}>{t("enrol")}</p>
      {command ? (
        <>
          <pre className={styles["command"]}>{command}</pre>
          <div className={styles["acts"]}>
            <CopyButton text={command} />
            <span className={styles["text"]}>{t("onceOnly")}</span>
          </div>
          <p className={styles["text"]} role="status">
            {t("waiting")}
          </p>
        </>
      ) : (
        <div className={styles["acts"]}>
          <Button look="main" disabled={make.isPending} onClick={() => make.mutate()}>
            {t(make.isPending ? "making" : "make")}
          </Button>
          <span role="alert" className={styles["text"]}>
            {make.error?.message}
          </span>
        </div>
      )}
    </>
  );
}
