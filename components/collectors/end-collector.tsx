"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { Confirm } from "@/components/ui/confirm";
import { useSubmit } from "@/components/ui/use-submit";
import type { CollectorRow } from "@/lib/fleet/host-shape";
import { call } from "@/lib/http/call";

/** Asks before a collector is cut off, or, once it is, before it is taken off the list. */
export function EndCollector({ collector, onClose }: { collector: CollectorRow; onClose: () => void }) {
  const isRevoked = collector.revokedAt !== null;
  const t = useTranslations(isRevoked ? "collectors.remove" : "collectors.revoke");
  const client = useQueryClient();
  const path = `/api/v1/collectors/${collector.id}`;
  const end = () => (isRevoked ? call<void>("DELETE", path) : call<void>("POST", `${path}/revoke`));
  const { submit, isPending, message } = useSubmit(end, () => {
    onClose();
    void client.invalidateQueries({ queryKey: ["collectors"] });
  });
  return (
    <Confirm
      title={t("title", { name: collector.name })}
      verb={t("do")}
      refused={message}
      isPending={isPending}
      onConfirm={() => submit(undefined)}
      onClose={onClose}
    >
      <p>{t("text")}</p>
      {isRevoked ? null : (
        <>
          <p>{collector.checks > 0 ? t("checks", { count: collector.checks }) : t("noChecks")}</p>
          <p>{t("back")}</p>
        </>
      )}
    </Confirm>
  );
}
