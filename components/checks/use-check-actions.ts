"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { flash } from "@/components/shell/flash";
import type { CheckRow } from "@/lib/checks/check-shape";
import { call } from "@/lib/http/call";

type Act = "now" | "pause" | "resume";

/** What an operator does to a check without changing it; the answer is said at the foot of the screen. */
export function useCheckActions(check: Pick<CheckRow, "id" | "name">) {
  const t = useTranslations("checks.do");
  const client = useQueryClient();
  const { mutate, isPending } = useMutation({
    mutationFn: (act: Act) => call("POST", `/api/v1/checks/${check.id}/${act}`),
    onSuccess: (_answer, act) => flash(t(`done.${act}`, { name: check.name })),
    onError: (error) => flash(error.message),
    onSettled: () => client.invalidateQueries({ queryKey: ["checks"] }),
  });
  return { act: mutate, isPending };
}
