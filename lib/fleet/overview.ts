import type { z } from "zod";
import { hostNumbers, hostSeries, latestOf, responseTimes, timingSeries } from "@/lib/fleet/key-numbers";
import type { FirstRunHint, Overview } from "@/lib/fleet/overview-shape";
import { type NoInput, targetsOf, thresholdsOf } from "@/lib/fleet/read-settings";
import { serviceRows } from "@/lib/fleet/services/service-rows";
import type { Targets, Thresholds } from "@/lib/fleet/settings";
import { countStates } from "@/lib/fleet/state-now";
import { readTroubles } from "@/lib/fleet/troubles";
import { permit } from "@/lib/identity/permit";
import { HEALTH_STATES, type HealthState } from "@/lib/kernel/states";
import type { Ctx } from "@/lib/platform/ctx";
import { inTransaction, type Tx } from "@/lib/platform/transaction";
import { storeSlot } from "@/lib/telemetry/store/slot";
import type { Store } from "@/lib/telemetry/store/store";

const MOST_SERVICES = 100;

/** What an operator sees first: what is wrong, where, since when; then services, regions, hosts, collectors and checks in one look. */
export async function showOverview(ctx: Ctx, _input: z.output<typeof NoInput>): Promise<Overview> {
  permit(ctx, "fleet.read");
  const store = storeSlot.take();
  return inTransaction(ctx, async (tx) => {
    const where = { organizationId: ctx.org };
    const settings = await tx.setting.findMany({ where });
    const targets = targetsOf(settings);
    const { troubles, total } = await readTroubles(ctx, tx);
    const { services, servicesTotal } = await readServices(ctx, tx, store, targets);
    const regions = await tx.region.findMany({ where, orderBy: { name: "asc" } });
    const checks = await tx.check.findMany({
      where,
      select: { slug: true, target: true, state: true, paused: true, serviceId: true },
    });
    const running = checks.filter((check) => !check.paused);
    const collectors = await readCollectors(ctx, tx);
    const hosts = await readHosts(ctx, tx, store, thresholdsOf(settings));
    return {
      at: ctx.now.toISOString(),
      worst: worstOf([...services, ...troubles]),
      troubles,
      troublesTotal: total,
      services,
      servicesTotal,
      regions: regions.map(({ id, slug, name, state, stateSince }) => ({
        id,
        slug,
        name,
        state: state as HealthState,
        since: stateSince.toISOString(),
      })),
      keyNumbers: await readNumbers(ctx, store, running, targets),
      hosts,
      collectors,
      checks: {
        total: checks.length,
        paused: checks.length - running.length,
        states: countStates(running.map((check) => check.state as HealthState)),
      },
      maintenance: await readMaintenance(ctx, tx),
      firstRun: hints(collectors.total, servicesTotal, checks),
    };
  });
}

async function readServices(ctx: Ctx, tx: Tx, store: Store, targets: Targets) {
  const rows = await tx.service.findMany({ where: { organizationId: ctx.org }, orderBy: { name: "asc" } });
  const worst = rows
    .toSorted((a, b) => rank(b.state) - rank(a.state) || a.name.localeCompare(b.name))
    .slice(0, MOST_SERVICES);
  return { services: await serviceRows(ctx, tx, store, worst, targets), servicesTotal: rows.length };
}

async function readNumbers(ctx: Ctx, store: Store, checks: { slug: string; target: string }[], targets: Targets) {
  const series = checks.some((check) => check.target !== "none")
    ? await timingSeries(store, ctx.org)
    : new Map<string, number>();
  const latest = await latestOf(store, ctx.org, [...series.values()]);
  return responseTimes(checks, { series, latest }, targets);
}

async function readHosts(ctx: Ctx, tx: Tx, store: Store, thresholds: Thresholds): Promise<Overview["hosts"]> {
  const hosts = await tx.host.findMany({ where: { organizationId: ctx.org }, select: { name: true, state: true } });
  const states = countStates(hosts.map((host) => host.state as HealthState));
  if (hosts.length === 0) return { total: 0, states, numbers: [] };
  const series = await hostSeries(store, ctx.org);
  const ids = Object.values(series).flatMap((infos) => infos.map((info: { id: number }) => info.id));
  const numbers = hostNumbers(series, await latestOf(store, ctx.org, ids), thresholds);
  return { total: hosts.length, states, numbers };
}

async function readCollectors(ctx: Ctx, tx: Tx): Promise<Overview["collectors"]> {
  const where = { organizationId: ctx.org, revokedAt: null };
  const rows = await tx.collector.findMany({ where, select: { state: true, dropped: true } });
  const count = (state: string) => rows.filter((row) => row.state === state).length;
  return {
    total: rows.length,
    connected: count("healthy"),
    silent: count("unknown"),
    dropped: rows.reduce((sum, row) => sum + Number(row.dropped), 0),
  };
}

async function readMaintenance(ctx: Ctx, tx: Tx): Promise<Overview["maintenance"]> {
  const rows = await tx.maintenanceWindow.findMany({
    where: { organizationId: ctx.org, startsAt: { lte: ctx.now }, endsAt: { gt: ctx.now } },
    orderBy: { endsAt: "asc" },
    take: 20,
  });
  return rows.map(({ id, name, endsAt }) => ({ id, name, endsAt: endsAt.toISOString() }));
}

function hints(collectors: number, services: number, checks: { serviceId: string | null }[]): FirstRunHint[] {
  const hint: FirstRunHint[] = [];
  if (collectors === 0) hint.push("enrol-collector");
  if (services === 0) hint.push("create-service");
  if (checks.length === 0) hint.push("create-check");
  else if (services > 0 && checks.every((check) => check.serviceId === null)) hint.push("give-checks-to-services");
  return hint;
}

function worstOf(all: readonly { state: HealthState }[]): HealthState {
  if (all.length === 0) return "unknown";
  return HEALTH_STATES[Math.max(...all.map(({ state }) => rank(state)))] ?? "unknown";
}

function rank(state: string): number {
  return (HEALTH_STATES as readonly string[]).indexOf(state);
}
