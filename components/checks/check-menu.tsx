"use client";

import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useCheckActions } from "@/components/checks/use-check-actions";
import { useKeptHref } from "@/components/shell/use-url-state";
import { Menu, type MenuItem } from "@/components/ui/menu";
import { useMay } from "@/components/ui/use-may";
import type { CheckRow } from "@/lib/checks/check-shape";

const DeleteCheck = dynamic(() => import("@/components/checks/delete-check").then((module) => module.DeleteCheck), {
  ssr: false,
});

type Props = { check: CheckRow; only?: "delete"; onDeleted?: (() => void) | undefined };

/** What a person's role lets them do with a check. `only` leaves what the page shows as buttons out. */
export function CheckMenu({ check, only, onDeleted }: Props) {
  const t = useTranslations("checks.do");
  const may = useMay();
  const router = useRouter();
  const kept = useKeptHref();
  const { act } = useCheckActions(check);
  const [deleting, setDeleting] = useState(false);
  const operate: MenuItem[] = [
    { key: "now", label: t("now"), run: () => act("now"), disabled: check.paused },
    check.paused
      ? { key: "resume", label: t("resume"), run: () => act("resume") }
      : { key: "pause", label: t("pause"), run: () => act("pause") },
  ];
  const edit: MenuItem = { key: "edit", label: t("edit"), run: () => router.push(kept(`/checks/${check.slug}/edit`)) };
  const remove: MenuItem = { key: "delete", label: t("delete"), danger: true, run: () => setDeleting(true) };
  const items = [
    ...(may("checks.operate") && !only ? operate : []),
    ...(may("checks.manage") ? (only ? [remove] : [edit, remove]) : []),
  ];
  return (
    <>
      <Menu label={t("more", { name: check.name })} items={items} />
      {deleting ? <DeleteCheck check={check} onClose={() => setDeleting(false)} onDone={onDeleted} /> : null}
    </>
  );
}
