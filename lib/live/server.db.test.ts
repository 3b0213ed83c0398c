import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { encode } from "next-auth/jwt";
import { io as connect, type Socket } from "socket.io-client";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { record } from "@/lib/identity/audit/record";
import { createAuthenticate } from "@/lib/identity/authenticate";
import { cookieSecret, sessionCookieName } from "@/lib/identity/cookie";
import { revokeSession } from "@/lib/identity/sessions/revoke-session";
import { SESSION_ABSOLUTE_MS } from "@/lib/identity/sessions/session";
import { newToken } from "@/lib/identity/tokens";
import { newId } from "@/lib/kernel/ids";
import type { BrowserEvents, Change, ServerEvents, Tick, Watched } from "@/lib/live/contract";
import { createRelay, type Relay } from "@/lib/live/relay";
import { createLive, type Live, type LiveStore } from "@/lib/live/server";
import { heldClock } from "@/lib/platform/clock";
import { inTransaction } from "@/lib/platform/transaction";
import { TEST_NOW, type TestDatabase, type TestOrganization, testDatabase } from "@/lib/testing/database";

type Client = Socket<ServerEvents, BrowserEvents>;
const log = { info() {}, warn() {}, error() {}, debug() {} };
type Accept = Parameters<LiveStore["onAccepted"]>[0];

describe("the live socket", () => {
  let test: TestDatabase;
  let other: TestOrganization;
  let server: Server;
  let live: Live;
  let relay: Relay;
  let accept: Accept;
  let clients: Client[];
  const clock = heldClock(TEST_NOW);

  // Series 1 and 2 are the first organization's, 3 is the other's.
  const store: LiveStore = {
    owned: async (org, series) => series.filter((id) => (org === test.org ? id < 3 : id === 3)),
    latest: async (_org, series) => series.map((id) => ({ id, ms: 1_000, value: id * 10 })),
    onAccepted(listener) {
      accept = listener;
      return () => undefined;
    },
  };

  beforeAll(async () => {
    test = await testDatabase();
    other = await test.otherOrg();
  });
  beforeEach(async () => {
    clients = [];
    server = createServer();
    const authenticate = createAuthenticate({ database: test.db, clock, secret: test.secret, publicUrl: undefined });
    relay = await createRelay({ url: test.url, secret: test.secret, system: test.db.system, log });
    live = createLive({ server, authenticate, clock, publicUrl: undefined, store, relay, log });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  });
  afterEach(async () => {
    for (const client of clients) client.disconnect();
    await live.stop();
    await relay.stop();
  });

  async function person({ org, ctx }: TestOrganization) {
    const { token, hash } = newToken("ns");
    const [id, userId] = [newId(TEST_NOW.getTime()), newId(TEST_NOW.getTime())];
    await test.db.prisma.user.create({
      data: { id: userId, email: `${userId}@example.com`, name: "Kim", createdAt: TEST_NOW },
    });
    await inTransaction(ctx(), async (tx) => {
      await tx.member.create({ data: { organizationId: org, userId, role: "viewer", createdAt: TEST_NOW } });
      const expiresAt = new Date(TEST_NOW.getTime() + SESSION_ABSOLUTE_MS);
      const times = { createdAt: TEST_NOW, lastSeenAt: TEST_NOW, expiresAt };
      await tx.session.create({ data: { id, tokenHash: new Uint8Array(hash), userId, organizationId: org, ...times } });
    });
    const sealed = await encode({ token: { sessionToken: token }, secret: cookieSecret(test.secret) });
    return { id, cookie: `${sessionCookieName(false)}=${sealed}` };
  }

  function open(cookie: string | undefined, origin = address()): Promise<Client> {
    const extraHeaders = { origin, ...(cookie ? { cookie } : {}) };
    const client: Client = connect(address(), {
      transports: ["websocket"],
      forceNew: true,
      reconnection: false,
      extraHeaders,
    });
    clients.push(client);
    return new Promise((resolve, reject) => {
      client.once("connect", () => resolve(client));
      client.once("connect_error", reject);
    });
  }
  const address = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const watch = (client: Client, series: unknown) =>
    new Promise<Watched>((done) => client.emit("watch", { series: series as number[] }, done));
  const next = <E extends "tick" | "change">(client: Client, event: E) =>
    new Promise<E extends "tick" ? Tick : Change>((done) => client.once(event, done as never));

  it("answers a watch with the latest values, then sends what is accepted of them", async () => {
    const client = await open((await person(test)).cookie);
    await expect(watch(client, [1, 2])).resolves.toMatchObject({
      values: [
        [1, 1_000, 10],
        [2, 1_000, 20],
      ],
    });
    const tick = next(client, "tick");
    accept(test.org, [1, 9], [2_000, 2_000], [0.5, 7]);
    expect((await tick).values).toEqual([[1, 2_000, 0.5]]);
  });

  it("gives nobody the series of another organization, asked for or broadcast", async () => {
    const client = await open((await person(test)).cookie);
    expect((await watch(client, [3])).values).toEqual([]);
    await watch(client, [1, 3]);
    const ticks: Tick[] = [];
    client.on("tick", (tick) => ticks.push(tick));
    accept(other.org, [3, 1], [2_000, 2_000], [1, 1]);
    const own = next(client, "tick");
    accept(test.org, [1], [3_000], [5]);
    await own;
    expect(ticks.flatMap((tick) => tick.values)).toEqual([[1, 3_000, 5]]);
  });

  it("tells a change to its own organization and no other", async () => {
    const mine = await open((await person(test)).cookie);
    const theirs = await open((await person(other)).cookie);
    const heard: Change[] = [];
    theirs.on("change", (change) => heard.push(change));
    const told = next(mine, "change");
    await inTransaction(test.ctx(), (tx) => record(tx, "test.happened", { subject: { kind: "thing", id: "a" } }));
    expect(await told).toMatchObject({ kind: "test.happened", subject: { kind: "thing", id: "a" } });
    const ownChange = next(theirs, "change");
    await inTransaction(other.ctx(), (tx) => record(tx, "test.happened", { subject: { kind: "thing", id: "b" } }));
    await ownChange;
    expect(heard.map((change) => change.subject.id)).toEqual(["b"]);
  });

  it("cuts a session the moment it is revoked", async () => {
    const { id, cookie } = await person(test);
    const client = await open(cookie);
    const cut = new Promise((done) => client.once("disconnect", done));
    await revokeSession(test.ctx(), { session: id });
    await cut;
    await expect(open(cookie)).rejects.toThrow();
  });

  it.each([
    ["nobody's cookie", undefined, undefined],
    ["a page of another site", "own", "https://evil.example"],
    ["a page of another port", "own", "http://127.0.0.1:1"],
    ["an opaque origin", "own", "null"],
  ])("refuses %s", async (_name, cookie, origin) => {
    const own = cookie ? (await person(test)).cookie : undefined;
    await expect(open(own, origin ?? address())).rejects.toThrow();
    expect(live.io.of("/").sockets.size).toBe(0);
  });

  it.each([
    ["no list", undefined],
    ["text", "1,2"],
    ["too many", Array.from({ length: 2_001 }, (_, i) => i + 1)],
    ["a fraction", [1.5]],
    ["a negative", [-1]],
    ["text inside", ["1"]],
  ])("refuses to watch %s and stays connected", async (_name, series) => {
    const client = await open((await person(test)).cookie);
    expect((await watch(client, series)).refused).toBe("invalid");
    expect(client.connected).toBe(true);
  });

  it("lives through thousands of malformed frames and goes on serving others", async () => {
    const { cookie } = await person(test);
    const good = await open(cookie);
    for (const frame of [
      "",
      "4",
      "42",
      '42["watch"]',
      '42["watch",{"series":[1]}]',
      '451-["watch",{"_placeholder":true,"num":0}]',
      "4{",
      "42[null]",
      '42["watch",{"__proto__":{}},1]',
    ]) {
      const bad = new WebSocket(`${address().replace("http", "ws")}/socket.io/?EIO=4&transport=websocket`, {
        headers: { cookie, origin: address() },
      });
      await new Promise((done) => bad.once("open", done));
      const gone = new Promise((done) => bad.once("close", done));
      bad.send("40");
      for (let i = 0; i < 300; i++) bad.send(frame);
      bad.send("x".repeat(70_000));
      await gone;
    }
    await expect(watch(good, [1])).resolves.toMatchObject({ values: [[1, 1_000, 10]] });
  });
});
