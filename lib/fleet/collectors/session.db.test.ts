import { createServer, type Server as HttpServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Server } from "socket.io";
import { io, type Socket } from "socket.io-client";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createEnrolment } from "@/lib/fleet/collectors/create-enrolment";
import { enrol } from "@/lib/fleet/collectors/enrol";
import { attachCollectors, type Collectors } from "@/lib/fleet/collectors/session";
import { heldClock } from "@/lib/platform/clock";
import { openDatabase } from "@/lib/platform/db/pools";
import { seal } from "@/lib/platform/sealed";
import {
  type BatchMessage,
  type ChecksMessage,
  type EnrolAnswer,
  type Hello,
  type Welcome,
  WIRE_VERSION,
} from "@/lib/probes/collector-wire";
import { createStore, type Store } from "@/lib/telemetry/store/store";
import { TEST_NOW, type TestDatabase, testDatabase } from "@/lib/testing/database";

const quiet = { info() {}, warn() {}, error() {}, debug() {} };
const limits = {
  lateHours: 24,
  headBytes: 64_000_000,
  seriesPerOrganization: 1000,
  retentionDays: { raw: 14, minute: 90, hour: 730, day: 3650 },
};
const machine = "m".repeat(32);

let database: TestDatabase;
let store: Store;
let collectors: Collectors;
let http: HttpServer;
let sockets: Server;
let url = "";
let open: Socket[] = [];
const clock = heldClock(TEST_NOW);

beforeEach(async () => {
  database = await testDatabase();
  const db = openDatabase({ url: database.url, secret: database.secret, name: "collectors" });
  store = await createStore({ database: db, clock, limits, log: quiet });
  http = createServer((request, response) => void collectors.answerCollect(request, response));
  sockets = new Server(http, { transports: ["websocket"] });
  collectors = attachCollectors({
    database: db,
    store,
    clock,
    log: quiet,
    secret: database.secret,
    bundleHash: "hash",
    io: sockets,
  });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  const stopStore = store.stop.bind(store);
  store.stop = async () => {
    await stopStore();
    await db.close();
  };
});
afterEach(async () => {
  for (const socket of open) socket.disconnect();
  open = [];
  await collectors.stop();
  await sockets.close();
  await store.stop();
});

const hostOf = (name: string) => ({
  name,
  platform: "linux",
  release: "12",
  architecture: "x64",
  cores: 2,
  memoryBytes: 1,
  addresses: [],
});

async function enrolled(name = "seoul-1", machineId = machine): Promise<EnrolAnswer> {
  const { code } = await createEnrolment(database.ctx(), {});
  return enrol(
    { db: database.db, now: clock.now(), locale: "en" },
    { token: code, machineId, version: "0.1.0", host: hostOf(name) },
  );
}

async function connect(token: string): Promise<Socket> {
  const socket = io(`${url}/collect`, {
    transports: ["websocket"],
    auth: { token },
    reconnection: false,
    forceNew: true,
  });
  open.push(socket);
  await new Promise<void>((resolve, reject) => {
    socket.once("connect", resolve);
    socket.once("connect_error", reject);
  });
  return socket;
}

const hello = (change: Partial<Hello> = {}): Hello => ({
  wire: WIRE_VERSION,
  version: "0.1.0",
  bundleHash: "",
  machineId: machine,
  lineage: "spool-1",
  run: "run-1",
  epoch: 0,
  recoveredSeq: 0,
  wallMs: TEST_NOW.getTime() + 90_000,
  droppedSamples: 0,
  host: hostOf("seoul-1"),
  proposals: [],
  ...change,
});

const batch = (seq: number, change: Partial<BatchMessage> = {}): BatchMessage => ({
  epoch: 1,
  from: seq,
  seq,
  sentAtMs: TEST_NOW.getTime(),
  wallMs: TEST_NOW.getTime() + 90_000,
  droppedSamples: 0,
  defs: [[0, "host_load", { period: "1m" }, "count", "gauge"]],
  samples: [[0, TEST_NOW.getTime() - 60_000 + seq * 1000, seq]],
  ...change,
});

async function stored(): Promise<[string, number][]> {
  await store.catchUp();
  const series = await store.select(database.org, [{ label: "__name__", op: "=", value: "host_load" }], 10);
  const points = await store.range(
    database.org,
    series.map(({ id }) => id),
    { fromMs: TEST_NOW.getTime() - 600_000, toMs: TEST_NOW.getTime() + 1 },
  );
  return points.flatMap(({ last }, at) =>
    [...last].map((value): [string, number] => [series[at]?.labels["host"] ?? "", value]),
  );
}

const row = async (id: string) => (await database.owner.query("SELECT * FROM collector WHERE id = $1", [id])).rows[0];

describe("enrolling", () => {
  test("a code makes one collector and its host, once, and is recorded", async () => {
    const { code } = await createEnrolment(database.ctx(), {});
    const input = { token: code, machineId: machine, version: "0.1.0", host: hostOf("busan-1") };
    const base = { db: database.db, now: clock.now(), locale: "en" as const };
    const both = await Promise.allSettled([enrol(base, input), enrol(base, input)]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    await expect(enrol(base, input)).rejects.toMatchObject({ code: "unauthenticated" });
    const { rows } = await database.owner.query("SELECT name, token_hash FROM collector WHERE organization_id = $1", [
      database.org,
    ]);
    expect(rows.map(({ name }) => name)).toEqual(["busan-1"]);
    const records = await database.owner.query("SELECT kind FROM record WHERE organization_id = $1 ORDER BY seq", [
      database.org,
    ]);
    expect(records.rows.map(({ kind }) => kind)).toEqual(["fleet.enrolment-created", "fleet.collector-enrolled"]);
  });

  test("a code is dead after fifteen minutes, and only a manager makes one", async () => {
    const { code } = await createEnrolment(database.ctx(), {});
    const late = new Date(TEST_NOW.getTime() + 15 * 60_000);
    const input = { token: code, machineId: machine, version: "0.1.0", host: hostOf("late") };
    await expect(enrol({ db: database.db, now: late, locale: "en" }, input)).rejects.toMatchObject({
      code: "unauthenticated",
    });
    await expect(createEnrolment(database.ctx("operator"), {})).rejects.toMatchObject({ code: "forbidden" });
  });

  test("a machine that enrols again gets its collector back and its old token dies", async () => {
    const first = await enrolled();
    const second = await enrolled("renamed");
    expect(second).toMatchObject({ collector: first.collector, host: "seoul-1" });
    await expect(connect(first.token)).rejects.toThrow("unauthenticated");
    await connect(second.token);
  });

  test("another machine of the same name stays apart", async () => {
    await enrolled("web");
    expect((await enrolled("web", "n".repeat(32))).host).toBe("web-nnnnnn");
  });
});

describe("a batch", () => {
  test("is in the store before it is acknowledged, under the host's own name", async () => {
    const { token, collector } = await enrolled();
    const socket = await connect(token);
    const welcome = (await socket.emitWithAck("hello", hello())) as Welcome;
    expect(welcome).toMatchObject({
      ok: true,
      epoch: 1,
      ackSeq: 0,
      bundleHash: "hash",
      serverTimeMs: TEST_NOW.getTime(),
    });
    const forged = batch(1, { defs: [[0, "host_load", { period: "1m", host: "somebody-else" }, "count", "gauge"]] });
    expect(await socket.emitWithAck("batch", forged)).toMatchObject({ ok: true, seq: 1 });
    expect(await stored()).toEqual([["seoul-1", 1]]);
    await collectors.stop();
    expect(await row(collector)).toMatchObject({
      epoch: "1",
      ack_seq: "1",
      skew_ms: 90_000,
      agent_version: "0.1.0",
      last_seen_at: TEST_NOW,
    });
  });

  test("that is sent twice is stored once", async () => {
    const { token } = await enrolled();
    const socket = await connect(token);
    await socket.emitWithAck("hello", hello());
    await socket.emitWithAck("batch", batch(1));
    await socket.emitWithAck("hello", hello({ epoch: 1 }));
    expect(await socket.emitWithAck("batch", batch(1))).toMatchObject({ ok: true });
    expect(await stored()).toEqual([["seoul-1", 1]]);
  });

  test("without its definitions is asked for them, and nothing behind it is acknowledged until the next hello", async () => {
    const { token } = await enrolled();
    const socket = await connect(token);
    await socket.emitWithAck("hello", hello());
    const answers = await Promise.all([
      socket.emitWithAck("batch", batch(1, { defs: [] })),
      socket.emitWithAck("batch", batch(2)),
    ]);
    expect(answers).toEqual([{ need: "definitions" }, { need: "hello" }]);
    await socket.emitWithAck("hello", hello({ epoch: 1 }));
    expect(await socket.emitWithAck("batch", batch(1))).toMatchObject({ ok: true });
  });

  test.each([
    ["nothing", undefined],
    ["text", "batch"],
    ["a list", []],
    ["a sample of words", { ...batch(1), samples: [["a", "b", "c"]] }],
    ["an endless label", { ...batch(1), defs: [[0, "m", { a: "x".repeat(5000) }]] }],
    ["infinity as a number", { ...batch(1), seq: 1e300 }],
  ])("that is %s ends the connection and stores nothing", async (_, message) => {
    const { token } = await enrolled();
    const socket = await connect(token);
    await socket.emitWithAck("hello", hello());
    const gone = new Promise((resolve) => socket.once("disconnect", resolve));
    socket.emit("batch", message, () => undefined);
    await gone;
    expect(await stored()).toEqual([]);
  });
});

describe("a token", () => {
  test("that was revoked is cut at the next look and never greeted again", async () => {
    const { token, collector } = await enrolled();
    const socket = await connect(token);
    await socket.emitWithAck("hello", hello());
    const gone = new Promise((resolve) => socket.once("disconnect", resolve));
    await database.owner.query("UPDATE collector SET revoked_at = now() WHERE id = $1", [collector]);
    await collectors.look();
    await gone;
    await expect(connect(token)).rejects.toThrow("unauthenticated");
  });

  test("that is shown by a second machine is refused, told to people once, and does not disturb the first", async () => {
    const { token, collector } = await enrolled();
    const first = await connect(token);
    await first.emitWithAck("hello", hello());
    for (let attempt = 0; attempt < 2; attempt++) {
      const copy = await connect(token);
      expect(await copy.emitWithAck("hello", hello({ machineId: "x".repeat(32) }))).toMatchObject({ cut: "fenced" });
    }
    expect(await first.emitWithAck("batch", batch(1))).toMatchObject({ ok: true });
    expect((await row(collector)).intruder).toMatchObject({ machineId: "x".repeat(32) });
    const { rows } = await database.owner.query(
      "SELECT count(*)::int AS told FROM record WHERE organization_id = $1 AND kind = 'fleet.collector-copied'",
      [database.org],
    );
    expect(rows).toEqual([{ told: 1 }]);
  });

  test("of a clone that shares machine and spool is fenced when both turn out to be alive", async () => {
    const { token } = await enrolled();
    const one = await connect(token);
    await one.emitWithAck("hello", hello());
    const two = await connect(token);
    expect(await two.emitWithAck("hello", hello({ run: "run-2" }))).toMatchObject({ ok: true });
    const back = await connect(token);
    expect(await back.emitWithAck("hello", hello())).toMatchObject({ cut: "fenced" });
  });

  test("of an unknown kind, of another organization's row or empty opens nothing", async () => {
    for (const token of ["", "nc_000000000000_x", `nc_${"0".repeat(12)}_${"A".repeat(43)}`]) {
      await expect(connect(token)).rejects.toThrow("unauthenticated");
    }
  });
});

describe("numbers", () => {
  test("go on within the epoch for the same spool, and begin anew for another one", async () => {
    const { token } = await enrolled();
    const socket = await connect(token);
    await socket.emitWithAck("hello", hello());
    await socket.emitWithAck("batch", batch(7, { from: 1 }));
    socket.disconnect();
    await collectors.stop();
    collectors = attachCollectors({
      database: database.db,
      store,
      clock,
      log: quiet,
      secret: database.secret,
      bundleHash: null,
      io: sockets,
    });
    const again = await connect(token);
    expect(await again.emitWithAck("hello", hello({ epoch: 1, recoveredSeq: 9 }))).toMatchObject({
      epoch: 1,
      ackSeq: 7,
    });
    expect(await again.emitWithAck("hello", hello({ epoch: 1, recoveredSeq: 3 }))).toMatchObject({
      epoch: 2,
      ackSeq: 0,
    });
    expect(await again.emitWithAck("batch", batch(8))).toEqual({ need: "hello" });
    expect(await again.emitWithAck("hello", hello({ lineage: "spool-2" }))).toMatchObject({ epoch: 3, ackSeq: 0 });
  });
});

describe("checks", () => {
  test("are told at hello with their secrets opened, and pushed when they change", async () => {
    const { token, collector } = await enrolled();
    const id = "0192f0c0-0000-7000-8000-00000000000a";
    const secret = seal(
      database.secret,
      `${database.org}/check_definition/${id}/secret`,
      JSON.stringify({ password: "hush" }),
    );
    await database.owner.query(
      `INSERT INTO check_definition (organization_id, id, slug, name, kind, config, secret, collector_id, updated_by)
       VALUES ($1, $2, 'db', 'DB', 'postgres', '{"host":"127.0.0.1","database":"d","user":"u"}', $3, $4, 'test')`,
      [database.org, id, secret, collector],
    );
    const socket = await connect(token);
    const welcome = (await socket.emitWithAck("hello", hello())) as Welcome;
    expect(welcome.checks).toMatchObject([
      { id, labels: { check: "db" }, input: { kind: "postgres", password: "hush" } },
    ]);
    await collectors.look();
    const pushed = new Promise<ChecksMessage>((resolve) => socket.once("checks", resolve));
    await database.owner.query("UPDATE check_definition SET paused = true, version = version + 1 WHERE id = $1", [id]);
    await collectors.look();
    expect((await pushed).checks).toEqual([]);
  });

  test("keep the collector's verdict, and only of its own checks", async () => {
    const { token, collector } = await enrolled();
    const ids = ["0192f0c0-0000-7000-8000-00000000000b", "0192f0c0-0000-7000-8000-00000000000c"];
    for (const [at, id] of ids.entries()) {
      await database.owner.query(
        `INSERT INTO check_definition (organization_id, id, slug, name, kind, collector_id, updated_by) VALUES ($1, $2, $3, 'C', 'tcp', $4, 'test')`,
        [database.org, id, `c-${at}`, at === 0 ? collector : null],
      );
    }
    const socket = await connect(token);
    await socket.emitWithAck("hello", hello());
    const verdicts = ids.map((check) => ({
      check,
      ok: false,
      reason: "connect" as const,
      detail: "refused",
      atMs: TEST_NOW.getTime(),
    }));
    await socket.emitWithAck("batch", batch(1, { verdicts }));
    await collectors.stop();
    const { rows } = await database.owner.query(
      "SELECT last_result FROM check_definition WHERE organization_id = $1 ORDER BY slug",
      [database.org],
    );
    expect(rows[0].last_result).toEqual({
      at: TEST_NOW.toISOString(),
      up: false,
      reason: "connect",
      detail: "refused",
    });
    expect(rows[1].last_result).toBeNull();
  });
});

describe("over HTTP", () => {
  const post = async (token: string, body: unknown) => {
    const answer = await fetch(`${url}/api/v1/collect`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}` },
      body: JSON.stringify(body),
    });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };

  test("the same words count, and a batch carries its own definitions", async () => {
    const { token } = await enrolled();
    expect(await post(token, { kind: "hello", hello: hello() })).toMatchObject({
      status: 200,
      body: { ok: true, epoch: 1 },
    });
    const answer = await post(token, { kind: "batch", lineage: "spool-1", run: "run-1", batch: batch(1) });
    expect(answer).toMatchObject({ status: 200, body: { ok: true, seq: 1 } });
    expect(await stored()).toEqual([["seoul-1", 1]]);
  });

  test("a stranger, a wrong spool and a body that is no word are told so", async () => {
    const { token } = await enrolled();
    expect((await post("nc_wrong", { kind: "hello", hello: hello() })).status).toBe(401);
    expect(await post(token, { kind: "batch", lineage: "other", run: "r", batch: batch(1) })).toMatchObject({
      body: { need: "hello" },
    });
    expect((await post(token, { kind: "something" })).status).toBe(400);
  });
});
