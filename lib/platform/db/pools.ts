import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { PrismaClient } from "@/lib/platform/db/generated/client";
import { type DatabaseRole, roleUrl } from "@/lib/platform/db/roles";

export type DatabaseOptions = {
  url: string;
  secret: string;
  name: string;
  appConnections?: number;
  systemConnections?: number;
};

/** The database through its two narrow roles: `prisma` serves requests under row-level security, `system` keeps the store and the relay. */
export type Database = { prisma: PrismaClient; system: pg.Pool; close(): Promise<void> };

/** Opens both pools lazily (nothing connects yet). Every statement is bounded: 10 s, idle in a transaction 15 s. */
export function openDatabase(options: DatabaseOptions): Database {
  const prisma = new PrismaClient({
    adapter: new PrismaPg({ ...settings(options, "nocturne_app"), max: options.appConnections ?? 10 }),
    transactionOptions: { maxWait: 5_000, timeout: 10_000 },
  });
  const system = new pg.Pool({ ...settings(options, "nocturne_system"), max: options.systemConnections ?? 6 });
  // A pooled connection that the server cuts while idle reports here; the next query opens another.
  system.on("error", () => undefined);
  // One that is cut while checked out reports on itself, beside the query that fails; unheard, that would end the process.
  system.on("connect", (client) => client.on("error", () => undefined));
  return {
    prisma,
    system,
    async close() {
      await Promise.allSettled([prisma.$disconnect(), system.end()]);
    },
  };
}

function settings({ url, secret, name }: DatabaseOptions, role: DatabaseRole): pg.PoolConfig {
  return {
    connectionString: roleUrl(url, secret, role),
    application_name: name,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    statement_timeout: 10_000,
    idle_in_transaction_session_timeout: 15_000,
  };
}
