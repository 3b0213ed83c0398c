"use client";

import { useTranslations } from "next-intl";
import styles from "@/components/explore/explore.module.css";
import { type ExploreState, OPERATIONS, PACES } from "@/components/explore/explore-state";
import { MatchersInput } from "@/components/explore/matchers-input";
import { Suggest } from "@/components/explore/suggest";
import control from "@/components/ui/control.module.css";
import { Field } from "@/components/ui/field";
import { Panel } from "@/components/ui/panel";

type Props = {
  state: ExploreState;
  metrics: readonly string[];
  labels: ReadonlyMap<string, readonly string[]>;
  onChange: (part: Partial<ExploreState>) => void;
};

/** What is asked: a metric, conditions on its labels, how it grows, and what is put together. */
export function QueryPanel({ state, metrics, labels, onChange: change }: Props) {
  const t = useTranslations("explore");
  const choice = (label: string, value: string, all: readonly string[], none: string, key: "pace" | "op") => (
    <Field label={label}>
      {(props) => (
        <select
          {...props}
          className={control["select"]}
          value={value}
          onChange={(event) => change({ [key]: event.target.value } as Partial<ExploreState>)}
        >
          <option value="">{none}</option>
          {all.map((each) => (
            <option key={each} value={each}>
              {t(`functions.${each}`)}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
  return (
    <Panel title={t("query")}>
      <div className={styles["query"]}>
        <div className={styles["row"]}>
          <Field label={t("metric")}>
            {(props) => (
              <Suggest
                field={props}
                value={state.metric}
                options={metrics}
                placeholder={t("metricHint")}
                onChange={(metric) => change({ metric })}
              />
            )}
          </Field>
          {choice(t("function"), state.pace, PACES, t("functions.none"), "pace")}
          {choice(t("aggregate"), state.op, OPERATIONS, t("aggregates.none"), "op")}
          <Field label={t("by")}>
            {(props) => (
              <Suggest
                field={props}
                value={state.by.join(", ")}
                options={[...labels.keys()]}
                placeholder={t("byHint")}
                onChange={(text) => change({ by: text.split(/[\s,]+/).filter(Boolean) })}
              />
            )}
          </Field>
        </div>
        <MatchersInput matchers={state.matchers} labels={labels} onChange={(matchers) => change({ matchers })} />
      </div>
    </Panel>
  );
}
