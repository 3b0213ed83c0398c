import { randomBytes } from "node:crypto";
import pg from "pg";
import { inject } from "vitest";
import type { Actor, Role } from "@/lib/kernel/actor";
import { newId } from "@/lib/kernel/ids";
import type { Ctx } from "@/lib/platform/ctx";
import { type Database, openDatabase } from "@/lib/platform/db/pools";
import { cloneTemplate, dropDatabases, TEST_SECRET } from "@/lib/testing/template";

/** The instant at which contexts of tests stand unless told otherwise. */
export const TEST_NOW = new Date("2026-03-02T09:00:00.000Z");

export type TestOrganization = {
  org: string;
  /** A person with that role in this organization (administrator unless told otherwise), at TEST_NOW. */
  ctx(role?: Role, change?: Partial<Ctx>): Ctx;
};

export type TestDatabase = TestOrganization & {
  url: string;
  secret: string;
  db: Database;
  /** As the owner, who sees every organization: for arranging and asserting, never what is under test. */
  owner: pg.Pool;
  /** One more organization in the same database, for tests of the wall between two. */
  otherOrg(): Promise<TestOrganization>;
};

type Opened = { url: string; db: Database; owner: pg.Pool };
let opened: Promise<Opened> | undefined;

/** This file's own copy of the migrated database with a fresh organization in it. */
export async function testDatabase(): Promise<TestDatabase> {
  opened ??= open();
  const { url, db, owner } = await opened;
  const first = await createOrganization(owner, db);
  return { ...first, url, secret: TEST_SECRET, db, owner, otherOrg: () => createOrganization(owner, db) };
}

/** Closes this file's connections; lib/testing/each-database-file.ts calls it after the last test. */
export async function closeTestDatabase(): Promise<void> {
  const { url, db, owner } = (await opened) ?? {};
  opened = undefined;
  await Promise.all([db?.close(), owner?.end()]);
  if (url) await dropDatabases(inject("testServer").url, new URL(url).pathname.slice(1));
}

async function open(): Promise<Opened> {
  const server = inject("testServer");
  // A copy for each file: what one leaves behind is not there for the next.
  const name = `${server.prefix}${randomBytes(6).toString("hex")}`;
  const url = await cloneTemplate(server.url, server.template, name);
  const owner = new pg.Pool({ connectionString: url, max: 4 });
  return { url, db: openDatabase({ url, secret: TEST_SECRET, name: "test" }), owner };
}

async function createOrganization(owner: pg.Pool, db: Database): Promise<TestOrganization> {
  const org = newId(TEST_NOW.getTime());
  await owner.query("INSERT INTO organization (id, slug, name, created_at) VALUES ($1, $2, $3, $4)", [
    org,
    `t-${org}`,
    "Test",
    TEST_NOW,
  ]);
  return {
    org,
    ctx: (role = "administrator", change = {}) => ({
      org,
      actor: person(role),
      now: TEST_NOW,
      db,
      locale: "en",
      ...change,
    }),
  };
}

function person(role: Role): Actor {
  const atMs = TEST_NOW.getTime();
  return { kind: "user", id: newId(atMs), role, name: `The ${role}`, sessionId: newId(atMs) };
}
