import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { createAuthenticate } from "@/lib/identity/authenticate";
import { createKey } from "@/lib/identity/keys/create-key";
import type { KeyRole } from "@/lib/kernel/actor";
import { createClock, heldClock } from "@/lib/platform/clock";
import { openDatabase } from "@/lib/platform/db/pools";
import type { IngestLimits } from "@/lib/telemetry/ingest/limits";
import { ingestRoutes } from "@/lib/telemetry/ingest/routes";
import { createStore, type DatabaseStore } from "@/lib/telemetry/store/store";
import { TEST_NOW, type TestDatabase, type TestOrganization, testDatabase } from "@/lib/testing/database";

export type DoorAnswer = {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: Buffer;
  text: string;
};
export type DoorRequest = {
  path: string;
  headers?: Record<string, string>;
  body?: Buffer | string;
  method?: string;
  token?: string;
};

export type IngestDoors = {
  test: TestDatabase;
  store: DatabaseStore;
  port: number;
  token: string;
  /** What a listener threw or an ingest door logged as its own failure: empty in a good run. */
  failures: unknown[];
  newToken(role: KeyRole, organization?: TestOrganization): Promise<string>;
  send(request: DoorRequest): Promise<DoorAnswer>;
  /** All samples of the organization as `name{labels} ms value`, sorted. */
  dump(): Promise<string[]>;
  close(): Promise<void>;
};

export type IngestDoorsOptions = {
  /** Real time, for peers that stamp what they send; otherwise time stands at TEST_NOW. */
  realTime?: boolean;
  limits?: Partial<IngestLimits>;
  seriesPerOrganization?: number;
};

/** The ingest doors on a real http server, over a real store and PostgreSQL, with a key that may write signals. */
export async function openIngestDoors(options: IngestDoorsOptions = {}): Promise<IngestDoors> {
  const test = await testDatabase();
  const database = openDatabase({ url: test.url, secret: test.secret, name: "doors" });
  const clock = options.realTime ? await createClock(database.system) : heldClock(TEST_NOW);
  const store = await createStore({ database, clock, limits: storeLimits(options.seriesPerOrganization), log: QUIET });
  const failures: unknown[] = [];
  const authenticate = createAuthenticate({ database, clock, secret: test.secret, publicUrl: undefined });
  const log = { warn: () => undefined, error: (failure: unknown) => failures.push(failure) };
  const routes = ingestRoutes({ database, store, clock, authenticate, limits: options.limits ?? {}, log });
  const server = createServer({ requestTimeout: 15_000 }, (incoming, outgoing) => {
    Promise.resolve(routes(incoming, outgoing)).then(
      (taken) => {
        if (!taken) outgoing.writeHead(404).end();
      },
      (error) => failures.push(error),
    );
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  const newToken = async (role: KeyRole, organization: TestOrganization = test) => {
    const ctx = organization.ctx("administrator", { now: clock.now(), db: database });
    return (await createKey(ctx, { name: `a ${role}`, role })).token;
  };
  const token = await newToken("ingest");
  return {
    test,
    store,
    port,
    token,
    failures,
    newToken,
    send: (one) => sendRequest(port, { token, ...one }),
    dump: () => dumpSamples(store, test.org, clock.millis()),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
      clock.stop();
      await store.stop();
      await database.close();
    },
  };
}

const QUIET = { info() {}, warn() {}, error() {}, debug() {} };

function storeLimits(seriesPerOrganization = 100_000) {
  return {
    lateHours: 24,
    headBytes: 512 * 1024 * 1024,
    seriesPerOrganization,
    retentionDays: { raw: 14, minute: 90, hour: 730, day: 3650 },
  };
}

function sendRequest(port: number, { path, headers, body, method = "POST", token }: DoorRequest): Promise<DoorAnswer> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        port,
        host: "127.0.0.1",
        path,
        method,
        headers: {
          ...(token ? { authorization: `Bearer ${token}` } : {}),
          ...(body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) }),
          ...headers,
        },
      },
      (incoming) => {
        const parts: Buffer[] = [];
        incoming.on("data", (part: Buffer) => parts.push(part));
        incoming.on("error", reject);
        incoming.on("end", () => {
          const whole = Buffer.concat(parts);
          resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: whole, text: whole.toString() });
        });
      },
    );
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

async function dumpSamples(store: DatabaseStore, org: string, nowMs: number): Promise<string[]> {
  const series = await store.select(org, [], 10_000);
  const lines: string[] = [];
  const range = { fromMs: nowMs - 3_000_000, toMs: nowMs + 600_000, resolution: "raw" as const };
  for (const points of await store.range(
    org,
    series.map(({ id }) => id),
    range,
  )) {
    const one = series.find(({ id }) => id === points.id);
    const labels = Object.entries(one?.labels ?? {}).map(([label, value]) => `${label}=${value}`);
    for (const [index, ms] of points.ms.entries()) {
      lines.push(`${one?.name}{${labels.join(",")}} ${ms} ${points.last[index]}`);
    }
  }
  return lines.sort();
}
