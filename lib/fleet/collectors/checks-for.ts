import { createHash } from "node:crypto";
import { assignedCheck } from "@/lib/fleet/assigned-check";
import type { Tx } from "@/lib/platform/transaction";
import { ctxOf } from "@/lib/platform/transaction";
import type { AssignedCheck } from "@/lib/probes/check-input";
import type { ChecksMessage } from "@/lib/probes/collector-wire";

/** What a collector has to check, secrets opened, and a hash that changes with any of it. */
export async function checksFor(tx: Tx, collectorId: string, installationSecret: string): Promise<ChecksMessage> {
  const rows = await tx.check.findMany({
    where: { organizationId: ctxOf(tx).org, collectorId, paused: false },
    orderBy: { id: "asc" },
  });
  const checks = rows.map(
    (row): AssignedCheck => ({
      ...assignedCheck(row, installationSecret),
      ...(row.askedAt ? { askedAtMs: row.askedAt.getTime() } : {}),
    }),
  );
  return { checks, checksHash: createHash("sha256").update(JSON.stringify(checks)).digest("base64url").slice(0, 16) };
}
