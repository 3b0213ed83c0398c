import { beforeEach, describe, expect, it } from "vitest";
import { createHost } from "@/lib/fleet/hosts/create-host";
import { deleteHost } from "@/lib/fleet/hosts/delete-host";
import { updateHost } from "@/lib/fleet/hosts/update-host";
import { createInstance } from "@/lib/fleet/instances/create-instance";
import { deleteInstance } from "@/lib/fleet/instances/delete-instance";
import { listInstances } from "@/lib/fleet/instances/list-instances";
import { updateInstance } from "@/lib/fleet/instances/update-instance";
import { showSettings } from "@/lib/fleet/read-settings";
import { createRegion } from "@/lib/fleet/regions/create-region";
import { deleteRegion } from "@/lib/fleet/regions/delete-region";
import { listRegions } from "@/lib/fleet/regions/list-regions";
import { updateRegion } from "@/lib/fleet/regions/update-region";
import { saveSetting } from "@/lib/fleet/save-setting";
import { createService } from "@/lib/fleet/services/create-service";
import { deleteService } from "@/lib/fleet/services/delete-service";
import { updateService } from "@/lib/fleet/services/update-service";
import { DEFAULT_SETTINGS } from "@/lib/fleet/settings";
import type { Ctx } from "@/lib/platform/ctx";
import { type TestDatabase, testDatabase } from "@/lib/testing/database";

let database: TestDatabase;
let ctx: Ctx;

beforeEach(async () => {
  database = await testDatabase();
  ctx = database.ctx("manager");
});

const plain = { description: "", objective: 99.9, targets: {} };
const refused = (code: string, messageKey?: string) =>
  expect.objectContaining({ name: "Refusal", code, ...(messageKey ? { messageKey } : {}) });

async function records(): Promise<string[]> {
  const { rows } = await database.owner.query<{ kind: string }>(
    "SELECT kind FROM record WHERE organization_id = $1 ORDER BY seq",
    [database.org],
  );
  return rows.map(({ kind }) => kind);
}

describe("every verb", () => {
  const verbs: [string, (ctx: Ctx) => Promise<unknown>][] = [
    ["createRegion", (who) => createRegion(who, { name: "Seoul" })],
    ["createService", (who) => createService(who, { name: "Gate", ...plain })],
    ["createHost", (who) => createHost(who, { name: "web-1" })],
    ["saveSetting", (who) => saveSetting(who, { key: "targets", version: 0, value: DEFAULT_SETTINGS.targets })],
  ];
  it.each(verbs)("%s is recorded once", async (_name, verb) => {
    await verb(ctx);
    expect(await records()).toHaveLength(1);
  });

  it.each(verbs)("%s is refused to a viewer, and leaves no trace", async (_name, verb) => {
    await expect(verb(database.ctx("viewer"))).rejects.toEqual(refused("forbidden"));
    expect(await records()).toEqual([]);
  });

  it.each(verbs)("%s done twice is a conflict that says so, and is recorded once", async (_name, verb) => {
    await verb(ctx);
    await expect(verb(ctx)).rejects.toEqual(refused("conflict"));
    expect(await records()).toHaveLength(1);
  });
});

describe("another organization", () => {
  it("finds nothing of this one, by id or by short name, in the words of what does not exist", async () => {
    const region = await createRegion(ctx, { name: "Seoul" });
    const stranger = (await database.otherOrg()).ctx("administrator");
    for (const ref of [region.id, "seoul", "0193a5c1-0000-7000-8000-000000000000"]) {
      await expect(updateRegion(stranger, { region: ref, version: 1, name: "Mine" })).rejects.toEqual(
        refused("missing", "refusals.missing"),
      );
    }
    expect(await listRegions(stranger, { limit: 50 })).toEqual({ items: [], nextCursor: null, total: 0 });
  });

  it("may use the same names", async () => {
    await createRegion(ctx, { name: "Seoul" });
    const other = (await database.otherOrg()).ctx("manager");
    expect(await createRegion(other, { name: "Seoul" })).toMatchObject({ slug: "seoul" });
  });

  it("cannot be referred to: an instance is never put on a foreign host", async () => {
    await createService(ctx, { name: "Gate", ...plain });
    const foreign = await createHost((await database.otherOrg()).ctx("manager"), { name: "theirs" });
    const attempt = createInstance(ctx, { name: "one", service: "gate", host: foreign.id });
    await expect(attempt).rejects.toEqual(refused("missing"));
    await expect(
      database.owner.query(
        `INSERT INTO instance (organization_id, id, name, service_id, host_id, updated_by)
         SELECT $1, gen_random_uuid(), 'x', id, $2, 'x' FROM service WHERE organization_id = $1`,
        [database.org, foreign.id],
      ),
    ).rejects.toMatchObject({ code: "23503" });
  });
});

describe("two people edit at once", () => {
  it("the second is told who was first, and nothing of theirs is written", async () => {
    const region = await createRegion(ctx, { name: "Seoul" });
    const other = database.ctx("administrator");
    await updateRegion(other, { region: region.id, version: region.version, name: "Seoul 1" });
    const late = updateRegion(ctx, { region: region.id, version: region.version, name: "Seoul 2" });
    await expect(late).rejects.toMatchObject({ code: "conflict", details: { by: "The administrator", version: 2 } });
    expect((await listRegions(ctx, { limit: 50 })).items[0]?.name).toBe("Seoul 1");
  });

  it("of eight edits of one version exactly one wins", async () => {
    const service = await createService(ctx, { name: "Gate", ...plain });
    const edits = Array.from({ length: 8 }, (_, n) =>
      updateService(ctx, { service: service.id, version: 1, name: `Gate ${n}` }),
    );
    const results = await Promise.allSettled(edits);
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const result of results) if (result.status === "rejected") expect(result.reason).toEqual(refused("conflict"));
    expect(await records()).toEqual(["fleet.service-created", "fleet.service-updated"]);
  });

  it("of eight first settings exactly one wins", async () => {
    const value = DEFAULT_SETTINGS.targets;
    const saves = Array.from({ length: 8 }, () => saveSetting(ctx, { key: "targets", version: 0, value }));
    const won = (await Promise.allSettled(saves)).filter(({ status }) => status === "fulfilled");
    expect(won).toHaveLength(1);
  });
});

describe("places", () => {
  it("a region that something is in cannot be removed; an empty one can", async () => {
    const region = await createRegion(ctx, { name: "Seoul" });
    const host = await createHost(ctx, { name: "web-1", region: "seoul" });
    const remove = () => deleteRegion(ctx, { region: "seoul", version: region.version });
    await expect(remove()).rejects.toEqual(refused("conflict", "refusals.regionInUse"));
    await updateHost(ctx, { host: "web-1", version: host.version, region: null });
    await remove();
    expect((await listRegions(ctx, { limit: 50 })).total).toBe(0);
  });

  it("an instance is where its host is, moves, and goes with its host or service", async () => {
    const service = await createService(ctx, { name: "Gate", ...plain });
    await createRegion(ctx, { name: "Seoul" });
    const host = await createHost(ctx, { name: "web-1", region: "seoul" });
    const one = await createInstance(ctx, { name: "one", service: "gate", host: "web-1" });
    const [row] = (await listInstances(ctx, { limit: 50, service: "gate" })).items;
    expect(row).toMatchObject({ host: { name: "web-1" }, region: { slug: "seoul" } });
    const moved = await updateInstance(ctx, { instance: one.id, version: 1, name: "one", region: "seoul" });
    expect(moved).toMatchObject({ hostId: null, version: 2 });
    await createInstance(ctx, { name: "two", service: "gate", host: "web-1" });
    await deleteHost(ctx, { host: "web-1", version: host.version });
    expect((await listInstances(ctx, { limit: 50 })).items.map(({ name }) => name)).toEqual(["one"]);
    await deleteInstance(ctx, { instance: one.id, version: 2 });
    await deleteService(ctx, { service: "gate", version: service.version });
    expect((await records()).slice(-3)).toEqual([
      "fleet.host-deleted",
      "fleet.instance-deleted",
      "fleet.service-deleted",
    ]);
  });
});

describe("lists", () => {
  it("page by page every row comes once, in order of name, also when names are equal in part", async () => {
    for (let n = 0; n < 25; n++) await createHost(ctx, { name: `web-${n}` });
    await createRegion(ctx, { name: "Aa" });
    for (const name of ["Bb", "bb 2", "Cc", "Dd", "Ee"]) await createRegion(ctx, { name });
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listRegions(ctx, { limit: 2, ...(cursor ? { cursor } : {}) });
      expect(page.total).toBe(6);
      seen.push(...page.items.map(({ name }) => name));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(seen).toHaveLength(6);
    expect(new Set(seen).size).toBe(6);
  });

  it("are filtered by words of the name, in any case", async () => {
    for (const name of ["Seoul", "Singapore", "Tokyo"]) await createRegion(ctx, { name });
    const { items, total } = await listRegions(ctx, { limit: 50, search: "SEO" });
    expect([items.map(({ name }) => name), total]).toEqual([["Seoul"], 1]);
  });

  it("refuse a cursor that no page has given", async () => {
    for (const cursor of ["", "x", Buffer.from('["a","b"]').toString("base64url"), "WzEsMl0"]) {
      await expect(listRegions(ctx, { limit: 50, cursor })).rejects.toEqual(refused("invalid"));
    }
  });
});

describe("settings", () => {
  it("are the defaults until somebody sets them", async () => {
    const before = await showSettings(ctx, {});
    expect(before.targets).toEqual({ value: DEFAULT_SETTINGS.targets, version: 0, updatedBy: null, updatedAt: null });
    const value = { apiMs: 150, dbMs: 80, cdnMs: 250 };
    await saveSetting(ctx, { key: "targets", version: 0, value });
    expect((await showSettings(ctx, {})).targets).toMatchObject({ value, version: 1, updatedBy: "The manager" });
  });
});
