import { checksFor } from "@/lib/fleet/collectors/checks-for";
import type { Ctx } from "@/lib/platform/ctx";
import { inTransaction } from "@/lib/platform/transaction";

/** What the last hello of a collector settled; undefined when the collector is gone. */
export function findSeat(ctx: Ctx, collector: string, installationSecret: string) {
  return inTransaction(ctx, async (tx) => {
    const row = await tx.collector.findUnique({
      where: { organizationId_id: { organizationId: ctx.org, id: collector } },
      include: { host: true },
    });
    if (!row) return undefined;
    const { checksHash } = await checksFor(tx, collector, installationSecret);
    const { lineage, host } = row;
    return { lineage, epoch: Number(row.epoch), ackSeq: Number(row.ackSeq), checksHash, host: host?.name ?? null };
  });
}
