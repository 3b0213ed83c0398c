"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { draftOf, inputOf, type ServiceDraft, TARGET_FIELDS } from "@/components/services/service-draft";
import styles from "@/components/services/service-form.module.css";
import { useTargets } from "@/components/shell/use-targets";
import { Button } from "@/components/ui/button";
import control from "@/components/ui/control.module.css";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { useSubmit } from "@/components/ui/use-submit";
import type { ServicePage } from "@/lib/fleet/service-shape";
import { call } from "@/lib/http/call";

type Props = { service?: ServicePage; onClose: () => void };

/** Adds a service, or changes one. */
export function ServiceForm({ service, onClose }: Props) {
  const t = useTranslations("services.form");
  const shell = useTranslations("shell.common");
  const client = useQueryClient();
  const [draft, setDraft] = useState(() => draftOf(service));
  const send = (input: ServiceDraft) =>
    service
      ? call("PATCH", `/api/v1/services/${service.id}`, { ...inputOf(input), version: service.version })
      : call("POST", "/api/v1/services", inputOf(input));
  const { form, submit, isPending, errorAt, message } = useSubmit(send, () => {
    onClose();
    void client.invalidateQueries({ queryKey: ["services"] });
    void client.invalidateQueries({ queryKey: ["overview"] });
  });
  const text = (field: keyof ServiceDraft, path: string = field, hint?: string) => (
    <Field label={t(field)} name={path} error={errorAt(path)} hint={hint}>
      {(props) => (
        <input
          {...props}
          className={control["input"]}
          value={draft[field]}
          onChange={(event) => setDraft({ ...draft, [field]: event.target.value })}
        />
      )}
    </Field>
  );
  const targets = useTargets();
  return (
    <Dialog
      title={service ? t("change", { name: service.name }) : t("create")}
      closeLabel={shell("close")}
      onClose={onClose}
    >
      <form
        ref={form}
        noValidate
        className={styles["form"]}
        onSubmit={(event) => {
          event.preventDefault();
          submit(draft);
        }}
      >
        {text("name")}
        {service ? null : text("slug", "slug", t("slugHint"))}
        {text("description")}
        {text("objective")}
        <div className={styles["targets"]}>
          {TARGET_FIELDS.map((field) => (
            <div key={field}>
              {text(field, `targets.${field}`, targets ? t("targetHint", { value: targets[field] }) : undefined)}
            </div>
          ))}
        </div>
        <div className={styles["foot"]}>
          <span role="alert" className={styles["refused"]}>
            {message}
          </span>
          <Button onClick={onClose}>{shell("cancel")}</Button>
          <Button type="submit" look="main" disabled={isPending}>
            {t("save")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
