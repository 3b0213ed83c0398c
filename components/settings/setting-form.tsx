"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import styles from "@/components/settings/settings.module.css";
import { flash } from "@/components/shell/flash";
import { Button } from "@/components/ui/button";
import control from "@/components/ui/control.module.css";
import { Field } from "@/components/ui/field";
import { Panel } from "@/components/ui/panel";
import { useMay } from "@/components/ui/use-may";
import { useSubmit } from "@/components/ui/use-submit";
import type { SettingRow, SettingsPage } from "@/lib/fleet/settings";
import { call } from "@/lib/http/call";

type Values = Record<string, number>;

type Props = {
  setting: keyof SettingsPage;
  row: SettingRow<Values>;
  /** Fields that are shares 0..1 and typed as percent. */
  percents?: readonly string[];
};

const PERCENT = 100;

/** One setting as numbers; what is typed stays when somebody else's change is refused. */
export function SettingForm({ setting, row, percents = [] }: Props) {
  const t = useTranslations("settings");
  const may = useMay();
  const client = useQueryClient();
  const scale = (name: string) => (percents.includes(name) ? PERCENT : 1);
  const names = Object.keys(row.value);
  const [typed, setTyped] = useState<Record<string, string>>({});
  const shown = (name: string) => typed[name] ?? String(Number(((row.value[name] ?? 0) * scale(name)).toFixed(2)));
  const send = () => {
    const value = Object.fromEntries(names.map((name) => [name, Number(shown(name)) / scale(name)]));
    return call("PUT", `/api/v1/settings/${setting}`, { version: row.version, value });
  };
  const { form, submit, isPending, errorAt, message } = useSubmit(send, () => {
    setTyped({});
    flash(t("saved"));
    void client.invalidateQueries({ queryKey: ["overview"] });
  });
  const isMine = may("settings.manage");
  return (
    <Panel title={t(`${setting}.title`)}>
      <form
        ref={form}
        noValidate
        className={styles["form"]}
        onSubmit={(event) => {
          event.preventDefault();
          submit(undefined);
        }}
      >
        <p className={styles["note"]}>{t(`${setting}.text`)}</p>
        <div className={styles["grid"]}>
          {names.map((name) => (
            <Field key={name} label={t(`${setting}.${name}`)} name={name} error={errorAt(`value.${name}`)}>
              {(props) => (
                <input
                  {...props}
                  className={control["input"]}
                  inputMode="decimal"
                  disabled={!isMine}
                  value={shown(name)}
                  onChange={(event) => setTyped({ ...typed, [name]: event.target.value })}
                />
              )}
            </Field>
          ))}
        </div>
        <div className={styles["foot"]}>
          {isMine ? (
            <Button type="submit" look="main" disabled={isPending || Object.keys(typed).length === 0}>
              {t("save")}
            </Button>
          ) : null}
          <span className={styles["note"]}>
            {row.updatedBy ? t("changed", { by: row.updatedBy }) : t("usual")}
            {isMine ? "" : ` · ${t("readOnly")}`}
          </span>
          <span role="alert" className={styles["refused"]}>
            {message}
          </span>
        </div>
      </form>
    </Panel>
  );
}
