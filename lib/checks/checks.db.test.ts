import { beforeEach, describe, expect, it } from "vitest";
import { acceptProposal } from "@/lib/checks/accept-proposal";
import { CreateCheck } from "@/lib/checks/check-fields";
import { checkNow } from "@/lib/checks/check-now";
import { createCheck } from "@/lib/checks/create-check";
import { deleteCheck } from "@/lib/checks/delete-check";
import { listChecks } from "@/lib/checks/list-checks";
import { createMaintenance } from "@/lib/checks/maintenance/create-maintenance";
import { deleteMaintenance } from "@/lib/checks/maintenance/delete-maintenance";
import { listMaintenance } from "@/lib/checks/maintenance/list-maintenance";
import { updateMaintenance } from "@/lib/checks/maintenance/update-maintenance";
import { pauseCheck, resumeCheck } from "@/lib/checks/pause-check";
import { showCheck } from "@/lib/checks/show-check";
import { updateCheck } from "@/lib/checks/update-check";
import { assignedCheck } from "@/lib/fleet/assigned-check";
import { listCollectors } from "@/lib/fleet/collectors/list-collectors";
import { deleteCollector, revokeCollector } from "@/lib/fleet/collectors/revoke-collector";
import { rotateToken } from "@/lib/fleet/collectors/rotate-token";
import { asBearer } from "@/lib/identity/bearer";
import { hashToken } from "@/lib/identity/tokens";
import { heldClock } from "@/lib/platform/clock";
import type { Ctx } from "@/lib/platform/ctx";
import { groundSlot } from "@/lib/platform/ground";
import { inTransaction } from "@/lib/platform/transaction";
import { storeSlot } from "@/lib/telemetry/store/slot";
import type { Store } from "@/lib/telemetry/store/store";
import { TEST_NOW, type TestDatabase, testDatabase } from "@/lib/testing/database";

let database: TestDatabase;
let ctx: Ctx;

beforeEach(async () => {
  database = await testDatabase();
  ctx = database.ctx("manager");
  const clock = heldClock(TEST_NOW);
  groundSlot.provide({ database: database.db, clock, secret: database.secret, publicUrl: undefined });
  const empty = { select: () => Promise.resolve([]), latest: () => Promise.resolve([]) };
  storeSlot.provide(empty as unknown as Store);
});

const refused = (code: string, messageKey?: string) =>
  expect.objectContaining({ name: "Refusal", code, ...(messageKey ? { messageKey } : {}) });

function input(change: object = {}) {
  return CreateCheck.parse({ kind: "http", name: "API", config: { url: "https://example.com/" }, ...change });
}

const withPassword = {
  kind: "postgres",
  name: "DB",
  config: { host: "db", database: "app", user: "app", password: "hunter2" },
};

async function makeCollector(change: object = {}): Promise<string> {
  const row = {
    name: "agent",
    tokenPrefix: "nc_a",
    tokenHash: new Uint8Array(hashToken(`old ${database.org}`)),
    updatedBy: "x",
    ...change,
  };
  const id = "0193a5c1-0000-7000-8000-00000000c011";
  await inTransaction(ctx, (tx) => tx.collector.create({ data: { organizationId: ctx.org, id, ...row } }));
  return id;
}

describe("what a check may be", () => {
  it.each([
    ["an unknown kind", { kind: "ping" }],
    ["another kind's configuration", { kind: "tcp" }],
    ["a URL that is not of the web", { config: { url: "file:///etc/passwd" } }],
    ["an unknown field", { config: { url: "https://example.com/", shell: "rm" } }],
    ["a header that would split the request", { config: { url: "https://example.com/", headers: { a: "b\r\nc: d" } } }],
    ["an interval of nothing", { intervalSeconds: 0 }],
    ["a foreign column", { organizationId: "x" }],
  ])("not %s", (_why, change) => {
    expect(
      CreateCheck.safeParse({ kind: "http", name: "x", config: { url: "https://example.com/" }, ...change }).success,
    ).toBe(false);
  });
});

describe("a check", () => {
  it("stands beside the target that its kind usually has, unless told otherwise", async () => {
    expect(await createCheck(ctx, input())).toMatchObject({ slug: "api", target: "api", intervalSeconds: 30 });
    expect(await createCheck(ctx, CreateCheck.parse(withPassword))).toMatchObject({ target: "database" });
    expect(await createCheck(ctx, input({ name: "Edge", target: "cdn" }))).toMatchObject({ target: "cdn" });
  });

  it("never shows its secret again: not in answers, pages, records or rows", async () => {
    const made = await createCheck(ctx, CreateCheck.parse(withPassword));
    const page = await showCheck(ctx, { check: "db" });
    expect(page.secrets).toEqual(["password"]);
    const { rows } = await database.owner.query(
      `SELECT row_to_json(c)::text || coalesce((SELECT string_agg(row_to_json(r)::text, '') FROM record r), '') AS all
       FROM check_definition c WHERE organization_id = $1`,
      [database.org],
    );
    expect(JSON.stringify([made, page, rows])).not.toContain("hunter2");
  });

  it("hands its secret to whoever runs it", async () => {
    await createCheck(ctx, CreateCheck.parse(withPassword));
    const row = await inTransaction(ctx, (tx) => tx.check.findFirstOrThrow({ where: { slug: "db" } }));
    expect(assignedCheck(row, database.secret)).toMatchObject({
      labels: { check: "db" },
      input: { kind: "postgres", host: "db", password: "hunter2" },
    });
  });

  it("keeps its secret when an edit leaves it out, and loses it when an edit says null", async () => {
    await createCheck(ctx, CreateCheck.parse(withPassword));
    const config = { host: "db2", database: "app", user: "app" };
    await updateCheck(ctx, { check: "db", version: 1, config });
    expect(await showCheck(ctx, { check: "db" })).toMatchObject({ config: { host: "db2" }, secrets: ["password"] });
    await updateCheck(ctx, { check: "db", version: 2, config: { ...config, password: null } });
    expect((await showCheck(ctx, { check: "db" })).secrets).toEqual([]);
  });

  it("is judged by its kind when its configuration is changed", async () => {
    await createCheck(ctx, input());
    const attempt = updateCheck(ctx, { check: "api", version: 1, config: { host: "x", port: 1 } });
    await expect(attempt).rejects.toEqual(refused("invalid"));
  });

  it("can be paused and asked by an operator, and changed only by a manager", async () => {
    await createCheck(ctx, input());
    const operator = database.ctx("operator");
    expect(await pauseCheck(operator, { check: "api" })).toMatchObject({ paused: true });
    expect((await pauseCheck(operator, { check: "api" })).version).toBe(2);
    await expect(checkNow(operator, { check: "api" })).rejects.toEqual(refused("conflict", "refusals.checkPaused"));
    await resumeCheck(operator, { check: "api" });
    expect(await checkNow(operator, { check: "api" })).toEqual({ askedAt: operator.now });
    await expect(deleteCheck(operator, { check: "api", version: 3 })).rejects.toEqual(refused("forbidden"));
    await deleteCheck(ctx, { check: "api", version: 3 });
    expect((await listChecks(ctx, { limit: 50 })).total).toBe(0);
  });

  it("is found by what it is", async () => {
    await createCheck(ctx, input());
    await createCheck(ctx, input({ name: "Login", collector: await makeCollector() }));
    const names = async (filter: object) =>
      (await listChecks(ctx, { limit: 50, ...filter })).items.map(({ name }) => name);
    expect(await names({ collector: "console" })).toEqual(["API"]);
    expect(await names({ kind: "http", search: "log" })).toEqual(["Login"]);
    expect(await names({ state: "down" })).toEqual([]);
  });
});

describe("a collector", () => {
  const proposal = {
    key: "postgres:5432",
    title: "PostgreSQL",
    input: { kind: "postgres", host: "127.0.0.1", port: 5432, database: "postgres", user: "postgres" },
  };

  it("proposes what becomes a check that it runs, once", async () => {
    const collector = await makeCollector({ proposals: [proposal] });
    expect((await listCollectors(ctx, { limit: 50, revoked: "no" })).items[0]?.proposals).toEqual([
      { key: "postgres:5432", title: "PostgreSQL", kind: "postgres", target: "127.0.0.1:5432" },
    ]);
    const wish = { collector, key: "postgres:5432", config: { user: "watcher", password: "pw" } };
    expect(await acceptProposal(ctx, wish)).toMatchObject({ kind: "postgres", collectorId: collector, sealed: true });
    await expect(acceptProposal(ctx, wish)).rejects.toEqual(refused("conflict", "refusals.proposalGone"));
  });

  it("has two tokens while it is rekeyed with time to change, and one when it is cut at once", async () => {
    const collector = await makeCollector();
    const opens = (token: string) =>
      asBearer(database.db, hashToken(token), async (tx) => (await tx.collector.findMany()).length === 1);
    const { token } = await rotateToken(ctx, { collector, graceMinutes: 60 });
    expect([await opens(`old ${database.org}`), await opens(token), await opens("other")]).toEqual([true, true, false]);
    const next = await rotateToken(ctx, { collector, graceMinutes: 0 });
    expect([await opens(token), await opens(next.token)]).toEqual([false, true]);
  });

  it("is revoked before it is removed, and removed only when it has nothing left to do", async () => {
    const collector = await makeCollector();
    await createCheck(ctx, input({ collector }));
    await expect(deleteCollector(ctx, { collector })).rejects.toEqual(refused("conflict", "refusals.collectorLive"));
    await revokeCollector(ctx, { collector });
    await revokeCollector(ctx, { collector });
    await expect(deleteCollector(ctx, { collector })).rejects.toEqual(refused("conflict", "refusals.collectorInUse"));
    await expect(createCheck(ctx, input({ name: "Late", collector }))).rejects.toEqual(refused("conflict"));
    await updateCheck(ctx, { check: "api", version: 1, collector: null });
    await deleteCollector(ctx, { collector });
    expect((await listCollectors(ctx, { limit: 50, revoked: "too" })).total).toBe(0);
  });
});

describe("the worker's role", () => {
  it.each(["SELECT config FROM check_definition", "SELECT name, state FROM collector", "SELECT state FROM service"])(
    "may %s across organizations",
    async (sql) => {
      await expect(database.db.system.query(sql)).resolves.toBeDefined();
    },
  );

  it.each([
    "SELECT secret FROM check_definition",
    "SELECT token_hash FROM collector",
    "SELECT * FROM enrolment",
    "SELECT * FROM member",
    "UPDATE service SET state = 'healthy'",
    "INSERT INTO state_change SELECT * FROM state_change",
  ])("may never %s", async (sql) => {
    await expect(database.db.system.query(sql)).rejects.toMatchObject({ code: "42501" });
  });

  it("history cannot be rewritten, not even by its owner", async () => {
    await expect(database.owner.query("UPDATE state_change SET to_state = 'healthy'")).rejects.toMatchObject({
      code: "42501",
    });
  });
});

describe("maintenance", () => {
  const later = (minutes: number) => new Date(TEST_NOW.getTime() + minutes * 60_000);

  it("is announced, prolonged and called off", async () => {
    const made = await createMaintenance(ctx, {
      name: "move",
      startsAt: later(-1),
      endsAt: later(60),
      scope: "organization",
    });
    expect((await listMaintenance(ctx, { limit: 50, when: "active" })).items).toMatchObject([
      { name: "move", active: true },
    ]);
    await updateMaintenance(ctx, { maintenance: made.id, version: 1, endsAt: later(90) });
    await expect(updateMaintenance(ctx, { maintenance: made.id, version: 1, name: "x" })).rejects.toEqual(
      refused("conflict", "refusals.stale"),
    );
    await expect(updateMaintenance(ctx, { maintenance: made.id, version: 2, endsAt: later(-5) })).rejects.toEqual(
      refused("invalid"),
    );
    await deleteMaintenance(ctx, { maintenance: made.id, version: 2 });
    expect((await listMaintenance(ctx, { limit: 50, when: "all" })).total).toBe(0);
  });

  it("without a subject never means everything", async () => {
    await expect(
      database.owner.query(
        `INSERT INTO maintenance_window (organization_id, id, name, starts_at, ends_at, scope, updated_by)
         VALUES ($1, gen_random_uuid(), 'x', now(), now() + interval '1 hour', 'service', 'x')`,
        [database.org],
      ),
    ).rejects.toMatchObject({ code: "23514" });
  });
});
