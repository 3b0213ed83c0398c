"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import styles from "@/components/collectors/proposals.module.css";
import { flash } from "@/components/shell/flash";
import { useKeptHref } from "@/components/shell/use-url-state";
import { Button } from "@/components/ui/button";
import { useMay } from "@/components/ui/use-may";
import type { CollectorRow, ProposalRow } from "@/lib/fleet/host-shape";
import { CallRefused, call } from "@/lib/http/call";

function formOf(collector: CollectorRow, { title, kind, target }: ProposalRow): Record<string, string> {
  const [, host = target, port = ""] = /^(.*):(\d+)$/.exec(target) ?? [];
  const at: Record<string, string> = kind === "http" || kind === "prometheus" ? { url: target } : { host, port };
  return { kind, collector: collector.id, name: `${title} ${collector.name}`, ...at };
}

/** What a collector found beside it; one press makes a check of it. */
export function Proposals({ collector }: { collector: CollectorRow }) {
  const t = useTranslations("collectors.proposals");
  const kinds = useTranslations("checks.kinds");
  const may = useMay();
  const client = useQueryClient();
  const router = useRouter();
  const kept = useKeptHref();
  const { mutate, isPending, variables } = useMutation({
    mutationFn: ({ key }: ProposalRow) => call("POST", `/api/v1/collectors/${collector.id}/proposals`, { key }),
    onSuccess: (_answer, { title }) => flash(t("accepted", { title })),
    onError: (error, proposal) => {
      // What a collector cannot know, such as a password, is asked for in the form.
      if (error instanceof CallRefused && error.problem.errors)
        router.push(kept("/checks/new", formOf(collector, proposal)));
      else flash(error.message);
    },
    onSettled: () => client.invalidateQueries({ queryKey: ["collectors"] }),
  });
  return (
    <div className={styles["proposals"]}>
      <p>
        <strong>{t("title", { name: collector.name })}</strong> {t("text")}
      </p>
      <ul className={styles["list"]}>
        {collector.proposals.map((proposal) => (
          <li key={proposal.key} className={styles["proposal"]}>
            <span className={styles["what"]}>
              <span>{proposal.title}</span>
              <span className={styles["target"]}>
                {kinds.has(proposal.kind) ? kinds(proposal.kind) : proposal.kind} · {proposal.target}
              </span>
            </span>
            {may("checks.manage") ? (
              <Button onClick={() => mutate(proposal)} disabled={isPending && variables.key === proposal.key}>
                {t("accept")}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
    </div>
  );
}
