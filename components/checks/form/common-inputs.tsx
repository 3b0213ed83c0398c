"use client";

import { useTranslations } from "next-intl";
import type { CheckDraft, Field as FieldName } from "@/components/checks/form/check-draft";
import styles from "@/components/checks/form/check-form.module.css";
import control from "@/components/ui/control.module.css";
import { Field } from "@/components/ui/field";
import type { Option } from "@/components/ui/filters";
import { useChoices } from "@/components/ui/use-choices";

type Props = {
  draft: CheckDraft;
  errorAt: (path: string) => string | undefined;
  onChange: (draft: CheckDraft) => void;
};
type Numbers = "intervalSeconds" | "timeoutMs" | "degradedMs" | "failuresToDown" | "successesToUp";

const withField = (draft: CheckDraft, name: FieldName, value: string): CheckDraft => ({
  ...draft,
  fields: { ...draft.fields, [name]: value },
});

/** What a check is called and what it belongs to. */
export function BelongingInputs({ draft, errorAt, onChange, isNew }: Props & { isNew: boolean }) {
  const t = useTranslations("checks");
  const texts = (isNew ? ["name", "slug"] : ["name"]) as ("name" | "slug")[];
  const targets = (["api", "database", "cdn", "none"] as const).map((value) => ({
    value,
    label: t(`targets.${value}`),
  }));
  const choices: [FieldName, Option[], string][] = [
    ["service", useChoices("services"), t("form.none.service")],
    ["region", useChoices("regions"), t("form.none.region")],
    ["collector", useChoices("collectors"), t("form.none.collector")],
    ["target", targets, t("form.none.target")],
  ];
  return (
    <div className={styles["grid"]}>
      {texts.map((name) => (
        <Field
          key={name}
          label={name === "name" ? t("form.name") : `${t("form.slug")} · ${t("form.optional")}`}
          name={name}
          hint={name === "slug" ? t("form.hint.slug") : undefined}
          error={errorAt(name)}
        >
          {(props) => (
            <input
              {...props}
              className={control["input"]}
              value={draft.fields[name]}
              required={name === "name"}
              autoComplete="off"
              onChange={(event) => onChange(withField(draft, name, event.target.value))}
            />
          )}
        </Field>
      ))}
      {choices.map(([name, options, none]) => (
        <Field
          key={name}
          label={t(`form.${name}`)}
          name={name}
          error={errorAt(name)}
          hint={name === "collector" ? t("form.hint.collector") : undefined}
        >
          {(props) => (
            <select
              {...props}
              className={control["select"]}
              value={draft.fields[name]}
              onChange={(event) => onChange(withField(draft, name, event.target.value))}
            >
              {name === "target" && !isNew ? null : <option value="">{none}</option>}
              {options.map(({ value, label }) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </select>
          )}
        </Field>
      ))}
    </div>
  );
}

const NUMBERS: Numbers[] = ["intervalSeconds", "timeoutMs", "degradedMs", "failuresToDown", "successesToUp"];

/** How often it is asked and when its answer counts as bad. */
export function JudgingInputs({ draft, errorAt, onChange }: Props) {
  const t = useTranslations("checks.form");
  return (
    <div className={styles["grid"]}>
      {NUMBERS.map((name) => (
        <Field key={name} label={t(name)} name={name} error={errorAt(name)}>
          {(props) => (
            <input
              {...props}
              className={control["input"]}
              inputMode="numeric"
              value={draft.fields[name]}
              placeholder={name === "degradedMs" ? t("never") : undefined}
              onChange={(event) => onChange(withField(draft, name, event.target.value))}
            />
          )}
        </Field>
      ))}
    </div>
  );
}
