import { createHash, randomUUID } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import pg from "pg";
import { ensureMonitor, ensureRoles } from "@/lib/platform/db/roles";

/** Any number known to every process: only one may migrate a database at a time. */
const MIGRATION_LOCK = 7_210_211_905;

// The very table that Prisma keeps, so that `prisma migrate status` and `deploy` agree with what was applied here.
const MIGRATIONS_TABLE = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id varchar(36) PRIMARY KEY, checksum varchar(64) NOT NULL, finished_at timestamptz, migration_name varchar(255) NOT NULL,
  logs text, rolled_back_at timestamptz, started_at timestamptz NOT NULL DEFAULT now(), applied_steps_count integer NOT NULL DEFAULT 0)`;

export type MigrateOptions = { url: string; secret: string; folder?: string; say?: (line: string) => void };

/**
 * Brings the database to this version: each migration in one transaction, under an advisory lock, recorded as Prisma records it.
 * Throws one sentence when the server is older than 15, not UTF-8, or was migrated by a newer version.
 */
export async function migrate({ url, secret, folder = "prisma/migrations", say }: MigrateOptions): Promise<number> {
  const owner = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  await owner.connect();
  try {
    await assertServer(owner);
    await owner.query("SELECT pg_advisory_lock($1)", [MIGRATION_LOCK]);
    await ensureRoles(owner, secret);
    await ensureMonitor(owner, secret);
    await owner.query(MIGRATIONS_TABLE);
    const known = await readMigrations(folder);
    const pending = await findPending(owner, known);
    for (const migration of pending) {
      say?.(migration.name);
      await apply(owner, migration);
    }
    return pending.length;
  } finally {
    await owner.end();
  }
}

type Migration = { name: string; sql: string; checksum: string };

async function assertServer(owner: pg.Client): Promise<void> {
  const { rows } = await owner.query<{ version: number; encoding: string }>(
    "SELECT current_setting('server_version_num')::int AS version, current_setting('server_encoding') AS encoding",
  );
  const server = rows[0];
  if (!server || server.version < 150_000) {
    throw new Error(`PostgreSQL 15 or newer is needed; this server says ${server?.version ?? "nothing"}.`);
  }
  if (server.encoding !== "UTF8") throw new Error(`The database must be UTF8; this one is ${server.encoding}.`);
}

async function readMigrations(folder: string): Promise<Migration[]> {
  const names = (await readdir(folder, { withFileTypes: true }))
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
  return Promise.all(
    names.sort().map(async (name) => {
      const sql = await readFile(path.join(folder, name, "migration.sql"), "utf8");
      return { name, sql, checksum: createHash("sha256").update(sql).digest("hex") };
    }),
  );
}

async function findPending(owner: pg.Client, known: Migration[]): Promise<Migration[]> {
  const { rows } = await owner.query<{ migration_name: string }>(
    "SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL",
  );
  const applied = new Set(rows.map((row) => row.migration_name));
  const names = new Set(known.map((migration) => migration.name));
  const foreign = [...applied].filter((name) => !names.has(name));
  if (foreign.length > 0) {
    throw new Error(
      `The database was migrated by a newer version of Nocturne (${foreign.join(", ")}); upgrade this one.`,
    );
  }
  return known.filter((migration) => !applied.has(migration.name));
}

async function apply(owner: pg.Client, { name, sql, checksum }: Migration): Promise<void> {
  await owner.query("BEGIN");
  try {
    await owner.query("SET LOCAL lock_timeout = '10s'");
    await owner.query(sql);
    await owner.query(
      `INSERT INTO _prisma_migrations (id, checksum, finished_at, migration_name, applied_steps_count) VALUES ($1, $2, now(), $3, 1)`,
      [randomUUID(), checksum, name],
    );
    await owner.query("COMMIT");
  } catch (error) {
    await owner.query("ROLLBACK");
    throw new Error(`Migration ${name} failed and was rolled back: ${(error as Error).message}`, { cause: error });
  }
}
