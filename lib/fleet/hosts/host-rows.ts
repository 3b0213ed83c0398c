import type { HostRow } from "@/lib/fleet/host-shape";
import { type HostSeries, hostNumbers, latestOf, seriesOf } from "@/lib/fleet/key-numbers";
import { placeRef, stateNow } from "@/lib/fleet/row-shapes";
import type { Thresholds } from "@/lib/fleet/settings";
import { groupBy } from "@/lib/kernel/group-by";
import type { Ctx } from "@/lib/platform/ctx";
import type { Prisma } from "@/lib/platform/db/generated/client";
import type { Tx } from "@/lib/platform/transaction";
import type { Matcher, SeriesInfo } from "@/lib/telemetry/sample";
import type { Store } from "@/lib/telemetry/store/store";

/** Hosts with their region, collectors and the services that run on them. */
export function findHosts(
  tx: Tx,
  where: Prisma.HostWhereInput,
  page: { take: number; orderBy?: Prisma.HostOrderByWithRelationInput[] },
) {
  return tx.host.findMany({
    where,
    ...page,
    include: {
      region: true,
      collectors: { where: { revokedAt: null }, orderBy: { lastSeenAt: "desc" } },
      instances: { include: { service: true } },
    },
  });
}

type Found = Awaited<ReturnType<typeof findHosts>>[number];

/** Hosts as lists show them, with their last CPU, memory and disk shares: three questions to the store, however many hosts. */
export async function hostRows(
  ctx: Ctx,
  store: Pick<Store, "select" | "latest">,
  hosts: readonly Found[],
  thresholds: Thresholds,
): Promise<HostRow[]> {
  const series = await seriesByHost(ctx, store, hosts);
  const ids = [...series.values()].flatMap((own) => Object.values(own).flat()).map((info: SeriesInfo) => info.id);
  const latest = await latestOf(store, ctx.org, ids);
  return hosts.map((host) => ({
    id: host.id,
    name: host.name,
    version: host.version,
    ...stateNow(host),
    region: placeRef(host.region),
    facts: host.facts as Record<string, unknown>,
    collector: collectorOf(host),
    services: servicesOf(host),
    numbers: hostNumbers(series.get(host.name) ?? { cpu: [], memory: [], disk: [] }, latest, thresholds),
  }));
}

async function seriesByHost(
  ctx: Ctx,
  store: Pick<Store, "select">,
  hosts: readonly Found[],
): Promise<Map<string, HostSeries>> {
  const names = new Set(hosts.map((host) => host.name));
  const of = async (name: string, more: Matcher[] = []) => {
    const infos = names.size === 0 ? [] : await seriesOf(store, ctx.org, name, more);
    return groupBy(
      infos.filter((info) => names.has(info.labels["host"] ?? "")),
      (info) => info.labels["host"] ?? "",
    );
  };
  const cpu = await of("host_cpu_ratio", [{ label: "mode", op: "=", value: "busy" }]);
  const memory = await of("host_memory_used_ratio");
  const disk = await of("host_disk_used_ratio");
  return new Map(
    [...names].map((name) => [
      name,
      { cpu: cpu.get(name) ?? [], memory: memory.get(name) ?? [], disk: disk.get(name) ?? [] },
    ]),
  );
}

function collectorOf({ collectors: [collector] }: Found): HostRow["collector"] {
  if (!collector) return null;
  return { id: collector.id, name: collector.name, lastSeenAt: collector.lastSeenAt?.toISOString() ?? null };
}

function servicesOf({ instances }: Found): HostRow["services"] {
  const byId = new Map(instances.map(({ service }) => [service.id, service]));
  return [...byId.values()].map(({ id, slug, name }) => ({ id, slug, name }));
}
