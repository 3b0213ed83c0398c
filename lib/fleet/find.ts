import { isId } from "@/lib/kernel/ids";
import { Refusal } from "@/lib/kernel/refusal";
import { ctxOf, type Tx } from "@/lib/platform/transaction";

const missing = (what: string) => new Refusal("missing", "refusals.missing", { what });

/** The region of this id or short name; refused as missing when the organization has none. */
export async function findRegion(tx: Tx, ref: string) {
  const row = await tx.region.findFirst({ where: { organizationId: ctxOf(tx).org, ...byRef(ref) } });
  if (!row) throw missing("region");
  return row;
}

/** The service of this id or short name; refused as missing when the organization has none. */
export async function findService(tx: Tx, ref: string) {
  const row = await tx.service.findFirst({ where: { organizationId: ctxOf(tx).org, ...byRef(ref) } });
  if (!row) throw missing("service");
  return row;
}

/** The host of this id or name; refused as missing when the organization has none. */
export async function findHost(tx: Tx, ref: string) {
  const where = isId(ref) ? { id: ref } : { name: ref };
  const row = await tx.host.findFirst({ where: { organizationId: ctxOf(tx).org, ...where } });
  if (!row) throw missing("host");
  return row;
}

/** The instance of this id; refused as missing when the organization has none. */
export async function findInstance(tx: Tx, id: string) {
  const row = isId(id) ? await tx.instance.findFirst({ where: { organizationId: ctxOf(tx).org, id } }) : null;
  if (!row) throw missing("instance");
  return row;
}

/** The collector of this id; refused as missing when the organization has none. */
export async function findCollector(tx: Tx, id: string) {
  const row = isId(id) ? await tx.collector.findFirst({ where: { organizationId: ctxOf(tx).org, id } }) : null;
  if (!row) throw missing("collector");
  return row;
}

/** The id that an optional reference stands for; null and undefined stay as they are. */
export async function idOf<R extends string | null | undefined>(
  tx: Tx,
  find: (tx: Tx, ref: string) => Promise<{ id: string }>,
  ref: R,
): Promise<string | Exclude<R, string>> {
  if (ref === null || ref === undefined) return ref as Exclude<R, string>;
  return (await find(tx, ref)).id;
}

function byRef(ref: string) {
  return isId(ref) ? { id: ref } : { slug: ref };
}
