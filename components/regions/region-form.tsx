"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import styles from "@/components/services/service-form.module.css";
import { Button } from "@/components/ui/button";
import control from "@/components/ui/control.module.css";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { useSubmit } from "@/components/ui/use-submit";
import type { RegionRow } from "@/lib/fleet/service-shape";
import { call } from "@/lib/http/call";

type Draft = { name: string; slug: string };

/** Adds a region, or renames one. */
export function RegionForm({ region, onClose }: { region?: RegionRow; onClose: () => void }) {
  const t = useTranslations("regions.form");
  const shell = useTranslations("shell.common");
  const client = useQueryClient();
  const [draft, setDraft] = useState<Draft>({ name: region?.name ?? "", slug: "" });
  const send = ({ name, slug }: Draft) =>
    region
      ? call("PATCH", `/api/v1/regions/${region.id}`, { name, version: region.version })
      : call("POST", "/api/v1/regions", slug.trim() === "" ? { name } : { name, slug: slug.trim() });
  const { form, submit, isPending, errorAt, message } = useSubmit(send, () => {
    onClose();
    void client.invalidateQueries({ queryKey: ["regions"] });
    void client.invalidateQueries({ queryKey: ["overview"] });
  });
  const fields = region ? (["name"] as const) : (["name", "slug"] as const);
  return (
    <Dialog
      title={region ? t("change", { name: region.name }) : t("create")}
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
        {fields.map((field) => (
          <Field
            key={field}
            label={t(field)}
            name={field}
            error={errorAt(field)}
            hint={field === "slug" ? t("slugHint") : undefined}
          >
            {(props) => (
              <input
                {...props}
                className={control["input"]}
                value={draft[field]}
                onChange={(event) => setDraft({ ...draft, [field]: event.target.value })}
              />
            )}
          </Field>
        ))}
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
