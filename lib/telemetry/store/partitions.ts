import type pg from "pg";

const HOURS = 24;
const DAY_MS = 86_400_000;

/** How a table of the store is cut: by what its partition key counts, into which spans. */
type Cut = { table: string; span: "day" | "month"; keysPerDay: number };

const CUTS: readonly Cut[] = [
  { table: "chunk", span: "day", keysPerDay: HOURS },
  { table: "rollup_minute", span: "month", keysPerDay: HOURS },
  { table: "rollup_hour", span: "month", keysPerDay: 1 },
  { table: "rollup_day", span: "month", keysPerDay: 1 },
];

// Any number known to every process: partitions are made one process at a time.
const PARTITION_LOCK = 7_210_211_907;

type Partition = { table: string; name: string; fromKey: number; toKey: number };

/** The partitions that hold an instant: a day of chunks and a month of each roll-up. */
function partitionsAt(ms: number): Partition[] {
  return CUTS.map(({ table, span, keysPerDay }) => {
    const { name, fromDay, toDay } = span === "day" ? daySpan(ms) : monthSpan(ms);
    return {
      table,
      name: `${table}_${name}`,
      fromKey: fromDay * keysPerDay,
      toKey: toDay * keysPerDay,
    };
  });
}

function daySpan(ms: number): { name: string; fromDay: number; toDay: number } {
  const day = Math.floor(ms / DAY_MS);
  return { name: stamp(day, 10), fromDay: day, toDay: day + 1 };
}

function monthSpan(ms: number): { name: string; fromDay: number; toDay: number } {
  const day = Math.floor(ms / DAY_MS);
  const [year = 1970, month = 1] = stamp(day, 7).split("_").map(Number);
  return {
    name: stamp(day, 7),
    fromDay: Date.UTC(year, month - 1) / DAY_MS,
    toDay: Date.UTC(year, month) / DAY_MS,
  };
}

function stamp(day: number, length: number): string {
  return isoDay(day).slice(0, length).replaceAll("-", "_");
}

function isoDay(day: number): string {
  return new Intl.DateTimeFormat("sv-SE", { timeZone: "UTC" }).format(day * DAY_MS);
}

/** Makes the partitions of the store, each once: ahead of time, and on demand for what arrives late. */
export class Partitions {
  private readonly days = new Set<number>();

  constructor(private readonly pool: pg.Pool) {}

  /** Makes sure that samples of all these instants have a place. */
  async ensure(instants: readonly number[]): Promise<void> {
    for (const day of new Set(instants.map((ms) => Math.floor(ms / DAY_MS)))) {
      if (this.days.has(day)) continue;
      for (const partition of partitionsAt(day * DAY_MS)) await create(this.pool, partition);
      this.days.add(day);
    }
  }

  /** Looks again next time: one of them may have been dropped. */
  doubt(): void {
    this.days.clear();
  }
}

async function create(pool: pg.Pool, { table, name, fromKey, toKey }: Partition): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query("BEGIN");
    await client.query("SET LOCAL lock_timeout = '5s'");
    await client.query("SELECT pg_advisory_xact_lock($1)", [PARTITION_LOCK]);
    const { rows } = await client.query<{ there: boolean }>("SELECT to_regclass($1) IS NOT NULL AS there", [
      `store.${name}`,
    ]);
    if (!rows[0]?.there) {
      await client.query(
        `CREATE TABLE store.${name} PARTITION OF store.${table} FOR VALUES FROM (${fromKey}) TO (${toKey});
         ALTER TABLE store.${name} ENABLE ROW LEVEL SECURITY;
         ALTER TABLE store.${name} FORCE ROW LEVEL SECURITY;
         CREATE POLICY system ON store.${name} TO nocturne_system USING (true) WITH CHECK (true)`,
      );
    }
    await client.query("COMMIT");
    client.release();
  } catch (error) {
    client.release(true);
    throw error;
  }
}

/** The partitions of a table that end at or before an instant, oldest first. */
export async function partitionsBefore(pool: pg.Pool, table: string, endMs: number): Promise<string[]> {
  const { rows } = await pool.query<{ name: string; bound: string }>(
    `SELECT c.relname AS name, pg_get_expr(c.relpartbound, c.oid) AS bound
       FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
      WHERE i.inhparent = to_regclass($1) ORDER BY c.relname`,
    [`store.${table}`],
  );
  const cut = CUTS.find((one) => one.table === table);
  if (!cut) return [];
  const endKey = Math.floor(endMs / DAY_MS) * cut.keysPerDay;
  return rows
    .filter(({ bound }) => Number(/TO \((\d+)\)/.exec(bound.replaceAll("'", ""))?.[1]) <= endKey)
    .map(({ name }) => name);
}
