import { Refusal } from "@/lib/kernel/refusal";
import { ctxOf, type Tx } from "@/lib/platform/transaction";

/** The maintenance window of this id; refused as missing when the organization has none. */
export async function findMaintenance(tx: Tx, id: string) {
  const row = await tx.maintenanceWindow.findFirst({ where: { organizationId: ctxOf(tx).org, id } });
  if (!row) throw new Refusal("missing", "refusals.missing", { what: "maintenance" });
  return row;
}
