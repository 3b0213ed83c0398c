import { unseal } from "@/lib/platform/sealed";
import type { AssignedCheck, CheckInput } from "@/lib/probes/check-input";

/** The columns of a check that whoever runs it needs. */
export type CheckToRun = {
  organizationId: string;
  id: string;
  slug: string;
  kind: string;
  config: unknown;
  secret: Uint8Array | null;
  intervalSeconds: number;
  timeoutMs: number;
};

/** Where a check's secrets are sealed for. */
export function secretPlace({ organizationId, id }: Pick<CheckToRun, "organizationId" | "id">): string {
  return `${organizationId}/check_definition/${id}/secret`;
}

/** A check as its runner gets it, secrets opened; its short name is the `check` label of every sample. */
export function assignedCheck(row: CheckToRun, installationSecret: string): AssignedCheck {
  const secrets = row.secret === null ? {} : readObject(unseal(installationSecret, secretPlace(row), row.secret));
  return {
    id: row.id,
    intervalSeconds: row.intervalSeconds,
    timeoutMs: row.timeoutMs,
    labels: { check: row.slug },
    input: { ...(row.config as object), ...secrets, kind: row.kind } as CheckInput,
  };
}

function readObject(text: string): object {
  return JSON.parse(text) as object;
}
