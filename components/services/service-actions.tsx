"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ServiceForm } from "@/components/services/service-form";
import { useKeptHref } from "@/components/shell/use-url-state";
import { Button } from "@/components/ui/button";
import { Confirm } from "@/components/ui/confirm";
import { Menu } from "@/components/ui/menu";
import { useMay } from "@/components/ui/use-may";
import { useSubmit } from "@/components/ui/use-submit";
import type { ServicePage } from "@/lib/fleet/service-shape";
import { call } from "@/lib/http/call";

/** What a manager may do with a service. */
export function ServiceActions({ service }: { service: ServicePage }) {
  const t = useTranslations("services");
  const may = useMay();
  const [open, setOpen] = useState<"change" | "remove" | null>(null);
  if (!may("fleet.manage")) return null;
  const close = () => setOpen(null);
  return (
    <>
      <Button onClick={() => setOpen("change")}>{t("edit")}</Button>
      <Menu
        label={t("remove")}
        items={[{ key: "remove", label: t("remove"), danger: true, run: () => setOpen("remove") }]}
      />
      {open === "change" ? <ServiceForm service={service} onClose={close} /> : null}
      {open === "remove" ? <RemoveService service={service} onClose={close} /> : null}
    </>
  );
}

function RemoveService({ service, onClose }: { service: ServicePage; onClose: () => void }) {
  const t = useTranslations("services.delete");
  const client = useQueryClient();
  const router = useRouter();
  const kept = useKeptHref();
  const remove = () => call<void>("DELETE", `/api/v1/services/${service.id}`, { version: service.version });
  const { submit, isPending, message } = useSubmit(remove, () => {
    onClose();
    router.push(kept("/services"));
    void client.invalidateQueries({ queryKey: ["services", "list"] });
  });
  return (
    <Confirm
      title={t("title", { name: service.name })}
      verb={t("do")}
      refused={message}
      isPending={isPending}
      onConfirm={() => submit(undefined)}
      onClose={onClose}
    >
      <p>{t("text")}</p>
      <p>{t("checks")}</p>
    </Confirm>
  );
}
