"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useServerNow } from "@/components/live/use-server-now";
import styles from "@/components/settings/settings.module.css";
import type { KeyRow } from "@/components/settings/use-keys";
import { Button } from "@/components/ui/button";
import { Confirm } from "@/components/ui/confirm";
import { Moment } from "@/components/ui/moment";
import table from "@/components/ui/table.module.css";
import { useSubmit } from "@/components/ui/use-submit";
import { call } from "@/lib/http/call";

const COLUMNS = ["name", "prefix", "role", "created", "expires", "state"] as const;

export function KeyTable({ keys }: { keys: readonly KeyRow[] }) {
  const t = useTranslations("settings.keys");
  const [ending, setEnding] = useState<KeyRow>();
  return (
    <div className={table["scroll"]}>
      <table className={table["table"]} data-cards>
        <thead>
          <tr>
            {COLUMNS.map((name) => (
              <th key={name} scope="col">
                {t(name)}
              </th>
            ))}
            <th scope="col">
              <span className="only-read-aloud">{t("revoke")}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {keys.map((key) => (
            <KeyLine key={key.id} row={key} onRevoke={() => setEnding(key)} />
          ))}
        </tbody>
      </table>
      {ending ? <RevokeKey row={ending} onClose={() => setEnding(undefined)} /> : null}
    </div>
  );
}

function KeyLine({ row, onRevoke }: { row: KeyRow; onRevoke: () => void }) {
  const t = useTranslations("settings.keys");
  const roles = useTranslations("shell.roles");
  const now = useServerNow();
  const isExpired = row.expiresAt !== null && Date.parse(row.expiresAt) < now;
  const isEnded = row.revokedAt !== null || isExpired;
  const state = row.revokedAt ? "revokedAt" : isExpired ? "expired" : "active";
  return (
    <tr className={isEnded ? styles["ended"] : undefined}>
      <td data-wide>{row.name}</td>
      <td>
        <code>{row.prefix}_…</code>
      </td>
      <td data-label={t("role")}>{roles(row.role)}</td>
      <td data-label={t("created")}>
        <div className={table["two"]}>
          <Moment at={row.createdAt} />
          <span className={table["second"]}>{t("by", { by: row.createdBy })}</span>
        </div>
      </td>
      <td data-label={t("expires")}>{row.expiresAt ? <Moment at={row.expiresAt} show="day" /> : t("never")}</td>
      <td>{t(state)}</td>
      <td data-align="end">{isEnded ? null : <Button onClick={onRevoke}>{t("revoke")}</Button>}</td>
    </tr>
  );
}

function RevokeKey({ row, onClose }: { row: KeyRow; onClose: () => void }) {
  const t = useTranslations("settings.revokeKey");
  const client = useQueryClient();
  const { submit, isPending, message } = useSubmit(
    () => call("DELETE", `/api/v1/keys/${row.id}`),
    () => {
      onClose();
      void client.invalidateQueries({ queryKey: ["settings", "keys"] });
    },
  );
  return (
    <Confirm
      title={t("title", { name: row.name })}
      verb={t("do")}
      refused={message}
      isPending={isPending}
      onConfirm={() => submit(undefined)}
      onClose={onClose}
    >
      <p>{t("text", { prefix: row.prefix })}</p>
    </Confirm>
  );
}
