"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import styles from "@/components/explore/explore.module.css";
import { Suggest } from "@/components/explore/suggest";
import { Button } from "@/components/ui/button";
import control from "@/components/ui/control.module.css";
import { Icon } from "@/components/ui/icon";
import { MATCH_OPERATORS, type Matcher, type MatchOperator } from "@/lib/telemetry/sample";

const UNFINISHED: Matcher = { label: "", op: "=", value: "" };

type Props = {
  matchers: readonly Matcher[];
  labels: ReadonlyMap<string, readonly string[]>;
  onChange: (matchers: Matcher[]) => void;
};

/** Conditions on labels, each a name, a comparison and a value; an unfinished one asks for nothing yet. */
export function MatchersInput({ matchers, labels, onChange }: Props) {
  const t = useTranslations("explore");
  const [draft, setDraft] = useState<Matcher>();
  const shown = draft ? [...matchers, draft] : matchers;
  const change = (index: number, part: Partial<Matcher>) => {
    if (index < matchers.length) {
      onChange(matchers.map((matcher, at) => (at === index ? { ...matcher, ...part } : matcher)));
      return;
    }
    const next = { ...UNFINISHED, ...draft, ...part };
    // Until it has a value it would ask for series without the label.
    const isWhole = next.label !== "" && next.value !== "";
    setDraft(isWhole ? undefined : next);
    if (isWhole) onChange([...matchers, next]);
  };
  const remove = (index: number) => {
    if (index >= matchers.length) setDraft(undefined);
    else onChange(matchers.filter((_, at) => at !== index));
  };
  return (
    <fieldset className={styles["matchers"]} style={{ border: 0, margin: 0, padding: 0 }}>
      <legend className="only-read-aloud">{t("matchers")}</legend>
      {shown.map((matcher, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: conditions have no identity but their place.
        <div key={index} className={styles["matcher"]}>
          <Suggest
            label={t("label")}
            placeholder={t("label")}
            value={matcher.label}
            options={[...labels.keys()]}
            onChange={(label) => change(index, { label })}
          />
          <select
            className={control["select"]}
            aria-label={t("op")}
            value={matcher.op}
            onChange={(event) => change(index, { op: event.target.value as MatchOperator })}
          >
            {MATCH_OPERATORS.map((op) => (
              <option key={op} value={op}>
                {t(`ops.${op}`)}
              </option>
            ))}
          </select>
          <Suggest
            label={t("value")}
            placeholder={t("value")}
            value={matcher.value}
            options={labels.get(matcher.label) ?? []}
            onChange={(value) => change(index, { value })}
          />
          <Button look="quiet" aria-label={t("remove")} title={t("remove")} onClick={() => remove(index)}>
            <Icon name="close" size={14} />
          </Button>
        </div>
      ))}
      <Button disabled={draft !== undefined} onClick={() => setDraft(UNFINISHED)}>
        <Icon name="plus" size={14} />
        {t("addMatcher")}
      </Button>
    </fieldset>
  );
}
