"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import styles from "@/components/settings/settings.module.css";
import type { KeyRow } from "@/components/settings/use-keys";
import { Button } from "@/components/ui/button";
import control from "@/components/ui/control.module.css";
import { CopyButton } from "@/components/ui/copy-button";
import { Field } from "@/components/ui/field";
import { useSubmit } from "@/components/ui/use-submit";
import { call } from "@/lib/http/call";
import { KEY_ROLES } from "@/lib/kernel/actor";

type Made = KeyRow & { token: string };

const EMPTY = { name: "", role: "ingest", days: "" };

/** Makes a key and shows it the one time that it can be seen. */
export function CreateKey() {
  const t = useTranslations("settings.keys");
  const roles = useTranslations("shell.roles");
  const client = useQueryClient();
  const [draft, setDraft] = useState(EMPTY);
  const [made, setMade] = useState<Made>();
  const send = () => {
    const days = draft.days.trim() === "" ? {} : { days: Number(draft.days) };
    return call<Made>("POST", "/api/v1/keys", { name: draft.name, role: draft.role, ...days });
  };
  const { form, submit, isPending, errorAt, message, problem } = useSubmit(send, (key) => {
    setMade(key);
    setDraft(EMPTY);
    void client.invalidateQueries({ queryKey: ["settings", "keys"] });
  });
  if (made) {
    return (
      <div className={styles["made"]} role="status">
        <strong>{t("made", { name: made.name })}</strong>
        <div className={styles["secret"]}>
          <code>{made.token}</code>
          <CopyButton text={made.token} />
        </div>
        <p className={styles["note"]}>{t("once")}</p>
        <div>
          <Button onClick={() => setMade(undefined)}>{t("close")}</Button>
        </div>
      </div>
    );
  }
  const text = (name: "name" | "days", placeholder?: string) => (
    <Field label={t(name)} name={name} error={errorAt(name)}>
      {(props) => (
        <input
          {...props}
          className={control["input"]}
          value={draft[name]}
          placeholder={placeholder}
          autoComplete="off"
          inputMode={name === "days" ? "numeric" : undefined}
          onChange={(event) => setDraft({ ...draft, [name]: event.target.value })}
        />
      )}
    </Field>
  );
  return (
    <form
      ref={form}
      noValidate
      className={styles["create"]}
      onSubmit={(event) => {
        event.preventDefault();
        submit(undefined);
      }}
    >
      {text("name")}
      <Field label={t("role")} name="role" error={errorAt("role")}>
        {(props) => (
          <select
            {...props}
            className={control["select"]}
            value={draft.role}
            onChange={(event) => setDraft({ ...draft, role: event.target.value })}
          >
            {KEY_ROLES.map((role) => (
              <option key={role} value={role}>
                {roles(role)}
              </option>
            ))}
          </select>
        )}
      </Field>
      {text("days", t("forever"))}
      <Button type="submit" look="main" disabled={isPending}>
        {t("create")}
      </Button>
      {problem?.errors ? null : (
        <span role="alert" className={styles["refused"]}>
          {message}
        </span>
      )}
    </form>
  );
}
