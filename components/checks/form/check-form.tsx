"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { type CheckDraft, createInput, updateInput, withKind } from "@/components/checks/form/check-draft";
import styles from "@/components/checks/form/check-form.module.css";
import { BelongingInputs, JudgingInputs } from "@/components/checks/form/common-inputs";
import { CONFIG_FIELDS } from "@/components/checks/form/config-fields";
import { ConfigInput } from "@/components/checks/form/config-input";
import { useKeptHref } from "@/components/shell/use-url-state";
import { Button, ButtonLink } from "@/components/ui/button";
import { Panel } from "@/components/ui/panel";
import { useSubmit } from "@/components/ui/use-submit";
import { CHECK_KINDS } from "@/lib/checks/check-config";
import { call } from "@/lib/http/call";

type Saved = { id: string; slug: string };
/** The check that is changed; none when one is made. */
export type Changed = { slug: string; version: number };

/** Makes or changes a check; what the console refuses is said at the field that caused it. */
export function CheckForm({ initial, changed }: { initial: CheckDraft; changed?: Changed }) {
  const t = useTranslations("checks.form");
  const [draft, setDraft] = useState(initial);
  const router = useRouter();
  const client = useQueryClient();
  const kept = useKeptHref();
  const send = (input: CheckDraft) =>
    changed
      ? call<Saved>("PATCH", `/api/v1/checks/${changed.slug}`, updateInput(input, changed.version))
      : call<Saved>("POST", "/api/v1/checks", createInput(input));
  const { form, submit, isPending, errorAt, message } = useSubmit(send, (saved) => {
    void client.invalidateQueries({ queryKey: ["checks"] });
    router.push(kept(`/checks/${saved.slug}`));
  });
  return (
    <form
      ref={form}
      noValidate
      className={styles["form"]}
      onSubmit={(event) => {
        event.preventDefault();
        submit(draft);
      }}
    >
      <Panel title={t("asked")}>
        <div className={styles["grid"]}>
          {changed ? null : <KindChoice draft={draft} onChange={setDraft} />}
          <ConfigInputs draft={draft} errorAt={errorAt} onChange={setDraft} />
        </div>
      </Panel>
      <Panel title={t("belongs")}>
        <BelongingInputs draft={draft} errorAt={errorAt} onChange={setDraft} isNew={!changed} />
      </Panel>
      <Panel title={t("judged")}>
        <JudgingInputs draft={draft} errorAt={errorAt} onChange={setDraft} />
      </Panel>
      <div className={styles["foot"]}>
        <Button type="submit" look="main" disabled={isPending}>
          {t(changed ? "save" : "create")}
        </Button>
        <ButtonLink href={kept(changed ? `/checks/${changed.slug}` : "/checks")}>{t("cancel")}</ButtonLink>
        <span role="alert" className={styles["refused"]}>
          {message}
        </span>
      </div>
    </form>
  );
}

type Part = { draft: CheckDraft; onChange: (draft: CheckDraft) => void };

function KindChoice({ draft, onChange }: Part) {
  const t = useTranslations("checks");
  return (
    <fieldset className={`${styles["kinds"]} ${styles["wide"]}`}>
      <legend className="only-read-aloud">{t("form.kind")}</legend>
      {CHECK_KINDS.map((kind) => (
        <label key={kind} className={styles["kind"]}>
          <input
            type="radio"
            name="kind"
            checked={draft.kind === kind}
            onChange={() => onChange(withKind(draft, kind))}
          />
          {t(`kinds.${kind}`)}
        </label>
      ))}
    </fieldset>
  );
}

function ConfigInputs({ draft, errorAt, onChange }: Part & { errorAt: (path: string) => string | undefined }) {
  const t = useTranslations("checks.form");
  const fields = CONFIG_FIELDS[draft.kind];
  const inputs = (further: boolean) =>
    fields
      .filter((field) => (field.further ?? false) === further)
      .map((field) => (
        <ConfigInput
          key={`${draft.kind}.${field.name}`}
          field={field}
          draft={draft}
          error={errorAt(`config.${field.name}`)}
          onChange={onChange}
        />
      ));
  const isWrongInside = fields.some((field) => field.further && errorAt(`config.${field.name}`));
  return (
    <>
      {inputs(false)}
      {fields.some((field) => field.further) ? (
        <details className={styles["further"]} open={isWrongInside || undefined}>
          <summary>{t("further")}</summary>
          <div className={styles["grid"]}>{inputs(true)}</div>
        </details>
      ) : null}
    </>
  );
}
