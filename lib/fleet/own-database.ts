import type pg from "pg";
import type { OwnDatabase, SlowStatement } from "@/lib/fleet/database-shape";
import { monotonicMs } from "@/lib/platform/clock";

const MOST_STATEMENTS = 10;
const MOST_TABLES = 10;

type Facts = {
  version: string;
  sizeBytes: number;
  connections: number;
  connectionLimit: number;
  cacheHitRatio: number | null;
  hasStatements: boolean;
};

const FACTS = `SELECT current_setting('server_version') AS version, pg_database_size(current_database())::float8 AS "sizeBytes",
  (SELECT count(*)::int FROM pg_stat_activity WHERE backend_type = 'client backend') AS connections,
  current_setting('max_connections')::int AS "connectionLimit",
  (SELECT (blks_hit::float8 / nullif(blks_hit + blks_read, 0)) FROM pg_stat_database WHERE datname = current_database()) AS "cacheHitRatio",
  to_regclass('pg_stat_statements') IS NOT NULL AS "hasStatements"`;

// Partitions are counted with the table that they belong to.
const TABLES = `SELECT name, sum(bytes)::float8 AS bytes FROM (
    SELECT coalesce(parent.relname, relation.relname) AS name, pg_total_relation_size(relation.oid) AS bytes
    FROM pg_class AS relation JOIN pg_namespace AS space ON space.oid = relation.relnamespace
    LEFT JOIN pg_inherits AS link ON link.inhrelid = relation.oid LEFT JOIN pg_class AS parent ON parent.oid = link.inhparent
    WHERE relation.relkind = 'r' AND space.nspname IN ('public', 'store')) AS sized
  GROUP BY name ORDER BY bytes DESC LIMIT ${MOST_TABLES}`;

const STATEMENTS = `SELECT left(regexp_replace(query, '\\s+', ' ', 'g'), 200) AS statement, calls::float8 AS calls,
    mean_exec_time AS "meanMs", total_exec_time AS "totalMs"
  FROM pg_stat_statements WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
  ORDER BY total_exec_time DESC LIMIT ${MOST_STATEMENTS}`;

/** What the console's own database says about itself, as far as the console's narrow role may see. */
export async function readOwnDatabase(system: pg.Pool): Promise<OwnDatabase> {
  const started = monotonicMs();
  await system.query("SELECT 1");
  const queryMs = monotonicMs() - started;
  const { rows } = await system.query<Facts>(FACTS);
  const facts = rows[0];
  if (!facts) throw new Error("A query of scalars answered no row");
  const { hasStatements, ...known } = facts;
  const statements = hasStatements ? await readStatements(system) : undefined;
  const tables = await system.query<{ name: string; bytes: number }>(TABLES);
  return {
    ...known,
    queryMs,
    statementsKnown: statements !== undefined,
    statements: statements ?? [],
    largestTables: tables.rows,
  };
}

async function readStatements(system: pg.Pool): Promise<SlowStatement[] | undefined> {
  try {
    return (await system.query<SlowStatement>(STATEMENTS)).rows;
  } catch {
    // The extension is there but was not preloaded by the server.
    return undefined;
  }
}
