import { z } from "zod";
import { chartsOf } from "@/lib/fleet/charts";
import { findHost } from "@/lib/fleet/find";
import { recentChanges, uptimeHistory } from "@/lib/fleet/history";
import type { HostPage } from "@/lib/fleet/host-shape";
import { findHosts, hostRows } from "@/lib/fleet/hosts/host-rows";
import { findInstances, instanceRow } from "@/lib/fleet/instances/list-instances";
import { readSettings } from "@/lib/fleet/read-settings";
import { permit } from "@/lib/identity/permit";
import type { Ctx } from "@/lib/platform/ctx";
import { inTransaction } from "@/lib/platform/transaction";
import { storeSlot } from "@/lib/telemetry/store/slot";

export const ShowHost = z.strictObject({ host: z.string().min(1).max(200) });

const FIRST = [
  "host_cpu_ratio",
  "host_memory_used_ratio",
  "host_memory_bytes",
  "host_load",
  "host_pressure_ratio",
  "host_disk_used_ratio",
  "host_disk_io_bytes_per_second",
  "host_network_bytes_per_second",
  "host_process_cpu_ratio",
  "host_process_memory_bytes",
];
const MOST_INSTANCES = 200;

/** One host with its facts, the series of its charts, what runs on it and how it has been. */
export async function showHost(ctx: Ctx, input: z.output<typeof ShowHost>): Promise<HostPage> {
  permit(ctx, "fleet.read");
  const store = storeSlot.take();
  return inTransaction(ctx, async (tx) => {
    const host = await findHost(tx, input.host);
    const own = { organizationId: ctx.org, id: host.id };
    const { thresholds } = await readSettings(tx, ctx.org);
    const [row] = await hostRows(ctx, store, await findHosts(tx, own, { take: 1 }), thresholds);
    if (!row) throw new Error("A host vanished inside its own transaction");
    const on = { organizationId: ctx.org, hostId: host.id };
    const instances = await findInstances(tx, on, { orderBy: [{ name: "asc" }], take: MOST_INSTANCES });
    const { uptime } = await uptimeHistory(ctx, tx, "host", host);
    return {
      ...row,
      charts: await chartsOf(
        store,
        ctx.org,
        [
          { label: "host", op: "=", value: host.name },
          { label: "check", op: "=", value: "" },
        ],
        FIRST,
      ),
      instances: instances.map(instanceRow),
      uptime,
      changes: await recentChanges(ctx, tx, ["host"], host),
    };
  });
}
