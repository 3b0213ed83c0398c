"use client";

import { useTranslations } from "next-intl";
import type { CheckDraft } from "@/components/checks/form/check-draft";
import styles from "@/components/checks/form/check-form.module.css";
import type { ConfigField } from "@/components/checks/form/config-fields";
import control from "@/components/ui/control.module.css";
import { type ControlProps, Field, Tick } from "@/components/ui/field";

type Props = {
  field: ConfigField;
  draft: CheckDraft;
  error: string | undefined;
  onChange: (draft: CheckDraft) => void;
};

/** One field of a kind's configuration. */
export function ConfigInput({ field, draft, error, onChange }: Props) {
  const t = useTranslations("checks.form");
  const label = t(`config.${field.name}`);
  const hintKey = `hint.${field.name}`;
  const value = draft.config[field.name];
  const change = (next: string | boolean) => onChange({ ...draft, config: { ...draft.config, [field.name]: next } });
  if (field.as === "tick") {
    return <Tick label={label} checked={value === true} onChange={change} />;
  }
  const isSaved = draft.sealed.includes(field.name);
  const isWide = field.as === "area" || field.as === "lines" || field.as === "headers" || field.name === "url";
  return (
    <div className={isWide ? styles["wide"] : undefined}>
      <Field
        label={field.required ? label : `${label} · ${t("optional")}`}
        name={`config.${field.name}`}
        hint={isSaved ? t("sealed") : t.has(hintKey) ? t(hintKey) : undefined}
        error={error}
      >
        {(props) => <Control field={field} value={String(value ?? "")} props={props} onChange={change} />}
      </Field>
      {isSaved ? (
        <Tick
          label={t("removeSealed")}
          checked={draft.removed.includes(field.name)}
          onChange={(removed) =>
            onChange({
              ...draft,
              removed: removed ? [...draft.removed, field.name] : draft.removed.filter((name) => name !== field.name),
            })
          }
        />
      ) : null}
    </div>
  );
}

type ControlOf = { field: ConfigField; value: string; props: ControlProps; onChange: (value: string) => void };

function Control({ field, value, props, onChange }: ControlOf) {
  const t = useTranslations("checks.form");
  const shared = {
    ...props,
    value,
    required: field.required,
    onChange: (event: { target: { value: string } }) => onChange(event.target.value),
  };
  if (field.as === "choice") {
    return (
      <select {...shared} className={control["select"]}>
        {field.required ? null : <option value="">{t("usual", { value: field.choices?.[0] ?? "" })}</option>}
        {field.choices?.map((choice) => (
          <option key={choice} value={choice}>
            {choice}
          </option>
        ))}
      </select>
    );
  }
  if (field.as === "area" || field.as === "lines" || field.as === "headers") {
    return <textarea {...shared} rows={3} className={control["area"]} placeholder={field.example} spellCheck={false} />;
  }
  return (
    <input
      {...shared}
      className={control["input"]}
      type={field.as === "password" ? "password" : "text"}
      inputMode={field.as === "number" ? "numeric" : undefined}
      autoComplete={field.as === "password" ? "new-password" : "off"}
      placeholder={field.example}
      spellCheck={false}
    />
  );
}
