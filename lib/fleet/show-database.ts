import { z } from "zod";
import { chartsOf } from "@/lib/fleet/charts";
import type { DatabasePage, SlowStatement, WatchedDatabase } from "@/lib/fleet/database-shape";
import { latestOf, latestValue } from "@/lib/fleet/key-numbers";
import { readOwnDatabase } from "@/lib/fleet/own-database";
import { readSettings } from "@/lib/fleet/read-settings";
import { placeRef, stateNow } from "@/lib/fleet/row-shapes";
import { targetsFor } from "@/lib/fleet/services/service-rows";
import type { Targets } from "@/lib/fleet/settings";
import { permit } from "@/lib/identity/permit";
import type { Ctx } from "@/lib/platform/ctx";
import { inTransaction, type Tx } from "@/lib/platform/transaction";
import type { Latest, SeriesInfo } from "@/lib/telemetry/sample";
import { storeSlot } from "@/lib/telemetry/store/slot";
import type { Store } from "@/lib/telemetry/store/store";

export const ShowDatabase = z.strictObject({ limit: z.coerce.number().int().min(1).max(50).default(20) });

const MOST_SERIES = 2_000;
const MOST_STATEMENTS = 20;
const FIRST = ["postgres_query_seconds", "postgres_connections", "postgres_cache_hit_ratio", "postgres_database_bytes"];

/** The console's own database, and every PostgreSQL that a check watches with what it last measured. */
export async function showDatabase(ctx: Ctx, input: z.output<typeof ShowDatabase>): Promise<DatabasePage> {
  permit(ctx, "fleet.read");
  const store = storeSlot.take();
  const { rows, total, targets } = await inTransaction(ctx, async (tx) => ({
    rows: await findDatabases(ctx, tx, input.limit),
    total: await tx.check.count({ where: { organizationId: ctx.org, kind: "postgres" } }),
    targets: (await readSettings(tx, ctx.org)).targets,
  }));
  const watched: WatchedDatabase[] = [];
  for (const row of rows) watched.push(await watchedDatabase(ctx, store, row, targets));
  return { at: ctx.now.toISOString(), own: await readOwnDatabase(ctx.db.system), watched, watchedTotal: total };
}

function findDatabases(ctx: Ctx, tx: Tx, limit: number) {
  return tx.check.findMany({
    where: { organizationId: ctx.org, kind: "postgres" },
    orderBy: [{ name: "asc" }, { id: "asc" }],
    take: limit,
    include: { service: true, region: true },
  });
}

type Found = Awaited<ReturnType<typeof findDatabases>>[number];

async function watchedDatabase(ctx: Ctx, store: Store, row: Found, targets: Targets): Promise<WatchedDatabase> {
  const of = [{ label: "check", op: "=" as const, value: row.slug }];
  const infos = await store.select(ctx.org, of, MOST_SERIES);
  const ids = infos.map((info) => info.id);
  const latest = await latestOf(store, ctx.org, ids);
  const last = (name: string) => latestValue(latest.get(infos.find((info) => info.name === name)?.id ?? -1));
  const charts = await chartsOf(store, ctx.org, of, FIRST);
  return {
    check: { id: row.id, slug: row.slug, name: row.name },
    ...stateNow(row),
    service: placeRef(row.service),
    region: placeRef(row.region),
    queryTime: {
      latest: last("postgres_query_seconds"),
      targetSeconds: (row.service ? targetsFor(row.service, targets) : targets).dbMs / 1000,
    },
    connections: last("postgres_connections"),
    connectionLimit: last("postgres_connections_limit"),
    cacheHitRatio: last("postgres_cache_hit_ratio"),
    sizeBytes: last("postgres_database_bytes"),
    statements: statementsOf(infos, latest, ctx.now.getTime() - 5 * row.intervalSeconds * 1000),
    charts: charts.filter((chart) => !chart.key.startsWith("postgres_statement_")),
  };
}

// A statement that the last looks did not find among the slow ones is no longer one of them.
function statementsOf(
  infos: readonly SeriesInfo[],
  latest: ReadonlyMap<number, Latest>,
  freshMs: number,
): SlowStatement[] {
  const of = (name: string, statement: string | undefined) => {
    const info = infos.find((one) => one.name === name && one.labels["statement"] === statement);
    return latest.get(info?.id ?? -1)?.value ?? 0;
  };
  return infos
    .filter(({ id, name }) => name === "postgres_statement_mean_seconds" && (latest.get(id)?.ms ?? 0) >= freshMs)
    .map(({ id, labels: { statement } }) => ({
      statement: statement ?? "",
      calls: of("postgres_statement_calls", statement),
      meanMs: (latest.get(id)?.value ?? 0) * 1000,
      totalMs: of("postgres_statement_spent_seconds", statement) * 1000,
    }))
    .sort((a, b) => b.totalMs - a.totalMs)
    .slice(0, MOST_STATEMENTS);
}
