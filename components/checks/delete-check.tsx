"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { Confirm } from "@/components/ui/confirm";
import { useSubmit } from "@/components/ui/use-submit";
import type { CheckRow } from "@/lib/checks/check-shape";
import { call } from "@/lib/http/call";

type Props = { check: CheckRow; onClose: () => void; onDone?: (() => void) | undefined };

/** Asks before a check is removed, naming what goes and what stays. */
export function DeleteCheck({ check, onClose, onDone }: Props) {
  const t = useTranslations("checks.remove");
  const client = useQueryClient();
  const remove = () => call<void>("DELETE", `/api/v1/checks/${check.id}`, { version: check.version });
  const { submit, isPending, message } = useSubmit(remove, () => {
    onClose();
    onDone?.();
    void client.invalidateQueries({ queryKey: ["checks", "list"] });
  });
  return (
    <Confirm
      title={t("title", { name: check.name })}
      verb={t("do")}
      refused={message}
      isPending={isPending}
      onConfirm={() => submit(undefined)}
      onClose={onClose}
    >
      <p>{t("asks", { asks: check.asks, seconds: check.intervalSeconds })}</p>
      <p>{check.service ? t("service", { service: check.service.name }) : t("noService")}</p>
      <p>{t("stays")}</p>
    </Confirm>
  );
}
