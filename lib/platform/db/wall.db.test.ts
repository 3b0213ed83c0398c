import { beforeAll, describe, expect, it } from "vitest";
import { inTransaction } from "@/lib/platform/transaction";
import { type TestDatabase, testDatabase } from "@/lib/testing/database";

describe("the wall between organizations", () => {
  let test: TestDatabase;
  beforeAll(async () => {
    test = await testDatabase();
  });

  it("stands on every table that holds an organization's rows, also against the table's owner", async () => {
    const { rows } = await test.owner.query(`
      SELECT n.nspname || '.' || c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname IN ('public', 'store') AND c.relkind IN ('r', 'p') AND NOT c.relispartition
        AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'organization_id' AND NOT a.attisdropped)
        AND NOT (c.relrowsecurity AND c.relforcerowsecurity)`);
    expect(rows).toEqual([]);
  });

  it("is carried by every reference between two organizations' tables", async () => {
    const { rows } = await test.owner.query(`
      SELECT con.conname FROM pg_constraint con
      JOIN pg_class target ON target.oid = con.confrelid
      WHERE con.contype = 'f' AND target.relname <> 'organization'
        AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = con.confrelid AND a.attname = 'organization_id' AND NOT a.attisdropped)
        AND NOT EXISTS (SELECT FROM unnest(con.confkey) k JOIN pg_attribute a ON a.attrelid = con.confrelid AND a.attnum = k WHERE a.attname = 'organization_id')`);
    expect(rows).toEqual([]);
  });

  it("has no door beside it: no definer function, no view that runs as its owner, no role that bypasses", async () => {
    const { rows } = await test.owner.query(`
      SELECT p.proname AS name FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname IN ('public', 'store') AND p.prosecdef
      UNION ALL SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname IN ('public', 'store') AND c.relkind IN ('v', 'm')
          AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e') AND NOT coalesce(c.reloptions @> ARRAY['security_invoker=true'], false)
      UNION ALL SELECT rolname FROM pg_roles WHERE rolname LIKE 'nocturne_%' AND (rolsuper OR rolbypassrls OR rolcreaterole)`);
    expect(rows).toEqual([]);
  });

  it("hides another organization's rows though no query names the organization", async () => {
    const other = await test.otherOrg();
    const seen = await inTransaction(test.ctx(), (tx) => tx.organization.findMany());
    expect(seen.map((row) => row.id)).toEqual([test.org]);
    const foreign = await inTransaction(other.ctx(), (tx) => tx.record.findMany());
    expect(foreign).toEqual([]);
  });

  it("fails closed when no organization was chosen", async () => {
    await expect(test.db.prisma.organization.findMany()).rejects.toThrow();
  });

  it("gives the narrow role no sight of members, keys, sessions or people", async () => {
    for (const table of ["member", "api_key", "session", "user_account"]) {
      await expect(test.db.system.query(`SELECT * FROM ${table}`)).rejects.toThrow(/permission denied/);
    }
  });
});
