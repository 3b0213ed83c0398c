import { createHmac } from "node:crypto";
import type { ClientBase } from "pg";

export const DATABASE_ROLES = ["nocturne_app", "nocturne_system"] as const;
/** Reads statistics and no rows; the console's own database check signs in as it. */
export const MONITOR_ROLE = "nocturne_monitor";
export type DatabaseRole = (typeof DATABASE_ROLES)[number] | typeof MONITOR_ROLE;

/** The password of a role: derived from the installation's secret, so that every web and worker that shares it can sign in. */
export function rolePassword(secret: string, role: DatabaseRole): string {
  return createHmac("sha256", secret).update(`database role ${role}`).digest("base64url");
}

/** The URL of the owner's database, as one of the narrow roles. */
export function roleUrl(ownerUrl: string, secret: string, role: DatabaseRole): string {
  const url = new URL(ownerUrl);
  url.username = role;
  url.password = rolePassword(secret, role);
  return url.href;
}

/** The SQL that makes both roles; also printed for an administrator when CREATE ROLE is refused. */
function rolesSql(secret: string): string {
  return DATABASE_ROLES.map((role) => roleSql(secret, role)).join("\n");
}

function roleSql(secret: string, role: DatabaseRole): string {
  return [
    `DO $$ BEGIN CREATE ROLE ${role}; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$;`,
    `ALTER ROLE ${role} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS ${role === MONITOR_ROLE ? "INHERIT" : "NOINHERIT"} PASSWORD '${rolePassword(secret, role)}';`,
  ].join("\n");
}

/** Makes sure that both narrow roles exist with the derived passwords and that the owner may hand tables to nocturne_system. */
export async function ensureRoles(owner: ClientBase, secret: string): Promise<void> {
  try {
    await owner.query(rolesSql(secret));
  } catch (error) {
    if ((error as { code?: string }).code !== "42501" && (error as { code?: string }).code !== "XX000") throw error;
    throw new Error(
      `The role of DATABASE_URL may not create roles. Run this as a superuser, then start again:\n${rolesSql(secret)}`,
    );
  }
  await owner.query("GRANT nocturne_system TO CURRENT_USER");
  const { rows } = await owner.query<{ name: string }>("SELECT quote_ident(current_database()) AS name");
  await owner.query(`GRANT CONNECT, CREATE ON DATABASE ${rows[0]?.name} TO nocturne_system`);
  await owner.query(`GRANT CONNECT ON DATABASE ${rows[0]?.name} TO nocturne_app`);
}

/**
 * Makes the role of the console's own database check, and pg_stat_statements if the server has it loaded. Answers false where the owner
 * may not: the console works without, and its database page says what is missing.
 */
export async function ensureMonitor(owner: ClientBase, secret: string): Promise<boolean> {
  try {
    await owner.query(roleSql(secret, MONITOR_ROLE));
    await owner.query(`GRANT pg_monitor TO ${MONITOR_ROLE}`);
    await owner.query("CREATE EXTENSION IF NOT EXISTS pg_stat_statements");
    return true;
  } catch {
    return false;
  }
}
