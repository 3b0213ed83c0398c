import { isId } from "@/lib/kernel/ids";
import { Refusal } from "@/lib/kernel/refusal";
import { ctxOf, type Tx } from "@/lib/platform/transaction";

/** The check of this id or short name; refused as missing when the organization has none. */
export async function findCheck(tx: Tx, ref: string) {
  const where = isId(ref) ? { id: ref } : { slug: ref };
  const row = await tx.check.findFirst({ where: { organizationId: ctxOf(tx).org, ...where } });
  if (!row) throw new Refusal("missing", "refusals.missing", { what: "check" });
  return row;
}
