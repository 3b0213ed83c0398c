"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { RegionForm } from "@/components/regions/region-form";
import { Confirm } from "@/components/ui/confirm";
import { Menu } from "@/components/ui/menu";
import { useMay } from "@/components/ui/use-may";
import { useSubmit } from "@/components/ui/use-submit";
import type { RegionRow } from "@/lib/fleet/service-shape";
import { call } from "@/lib/http/call";

/** What a manager may do with a region. */
export function RegionMenu({ region }: { region: RegionRow }) {
  const t = useTranslations("regions");
  const may = useMay();
  const [open, setOpen] = useState<"rename" | "remove" | null>(null);
  if (!may("fleet.manage")) return null;
  const close = () => setOpen(null);
  return (
    <>
      <Menu
        label={region.name}
        items={[
          { key: "rename", label: t("rename"), run: () => setOpen("rename") },
          { key: "remove", label: t("remove"), danger: true, run: () => setOpen("remove") },
        ]}
      />
      {open === "rename" ? <RegionForm region={region} onClose={close} /> : null}
      {open === "remove" ? <RemoveRegion region={region} onClose={close} /> : null}
    </>
  );
}

function RemoveRegion({ region, onClose }: { region: RegionRow; onClose: () => void }) {
  const t = useTranslations("regions.delete");
  const client = useQueryClient();
  const remove = () => call<void>("DELETE", `/api/v1/regions/${region.id}`, { version: region.version });
  const { submit, isPending, message } = useSubmit(remove, () => {
    onClose();
    void client.invalidateQueries({ queryKey: ["regions"] });
  });
  return (
    <Confirm
      title={t("title", { name: region.name })}
      verb={t("do")}
      refused={message}
      isPending={isPending}
      onConfirm={() => submit(undefined)}
      onClose={onClose}
    >
      <p>{t("text")}</p>
    </Confirm>
  );
}
