import type { IncomingMessage, ServerResponse } from "node:http";
import path from "node:path";
import { createDownloads } from "@/lib/fleet/collectors/downloads";
import { attachCollectors, type Collectors } from "@/lib/fleet/collectors/session";
import type { Meter } from "@/lib/http/metrics";
import { authenticateSlot } from "@/lib/http/slots";
import { createAuthenticate } from "@/lib/identity/authenticate";
import { createRelay } from "@/lib/live/relay";
import type { LiveStore } from "@/lib/live/server";
import { createClock } from "@/lib/platform/clock";
import { openDatabase } from "@/lib/platform/db/pools";
import type { Env } from "@/lib/platform/env";
import { groundSlot } from "@/lib/platform/ground";
import type { Log } from "@/lib/platform/log";
import { ingestRoutes } from "@/lib/telemetry/ingest/routes";
import { storeLimits } from "@/lib/telemetry/store/limits";
import { storeSlot } from "@/lib/telemetry/store/slot";
import { createStore, type Store } from "@/lib/telemetry/store/store";

type Door = (request: IncomingMessage, response: ServerResponse) => boolean | Promise<boolean>;

/** Opens what everything in a web process stands on, once, and lends it to Next's bundles through the slots. */
export async function buildGround(settings: Env, log: Log) {
  const { DATABASE_URL: url, NOCTURNE_SECRET: secret, PUBLIC_URL: publicUrl } = settings;
  const database = openDatabase({ url, secret, name: "nocturne web" });
  const clock = await createClock(database.system, { held: settings.NOCTURNE_TEST_CLOCK === "1" });
  const ground = { database, clock, secret, publicUrl };
  const authenticate = createAuthenticate(ground);
  const store = await createStore({ database, clock, limits: storeLimits(settings), log });
  const relay = await createRelay({ url, secret, system: database.system, log });
  groundSlot.provide(ground);
  authenticateSlot.provide(authenticate);
  storeSlot.provide(store);
  const downloads = createDownloads(path.join("dist", "collector.js"));
  let collectors: Collectors | undefined;
  const doors: Door[] = [
    ingestRoutes({ database, store, clock, authenticate, log, limits: { lateHours: settings.NOCTURNE_LATE_HOURS } }),
    (request, response) => downloads.answer(request, response, originOf(request, publicUrl)),
    async (request, response) => {
      if (!collectors || request.url?.split("?")[0] !== "/api/v1/collect") return false;
      await collectors.answerCollect(request, response);
      return true;
    },
  ];

  return {
    ...ground,
    authenticate,
    relay,
    store: liveStore(store),
    version: process.env["npm_package_version"] ?? "0.1.0",
    parts: () => [],
    async doors(request: IncomingMessage, response: ServerResponse): Promise<boolean> {
      for (const door of doors) if (await door(request, response)) return true;
      return false;
    },
    measure(meter: Meter, live: () => { sockets: number; rooms: number }) {
      meter.gauge("nocturne_live_sockets", "Sockets that are connected.", () => live().sockets);
      meter.gauge("nocturne_live_rooms", "Different sets of series that are watched.", () => live().rooms);
      meter.gauge("nocturne_store_series", "Series known to this process.", () => store.stats().series);
      meter.gauge(
        "nocturne_store_head_bytes",
        "Memory held by samples that are not sealed yet.",
        () => store.stats().headBytes,
      );
      meter.gauge("nocturne_store_head_samples", "Samples that are not sealed yet.", () => store.stats().samples);
      meter.gauge(
        "nocturne_clock_offset_seconds",
        "How far the database's clock is ahead of this machine's.",
        () => clock.offsetMs() / 1000,
      );
    },
    attachCollectors(io: { of(name: string): unknown }) {
      collectors = attachCollectors({ ...ground, store, log, io, bundleHash: downloads.bundleHash });
    },
    async stop() {
      await collectors?.stop();
      await relay.stop();
      await store.stop();
      clock.stop();
      await database.close();
    },
  };
}

function originOf({ headers }: IncomingMessage, publicUrl: string | undefined): string {
  return publicUrl
    ? new URL(publicUrl).origin
    : `${String(headers["x-forwarded-proto"] ?? "http")}://${headers.host ?? "localhost"}`;
}

function liveStore(store: Store): LiveStore {
  return {
    latest: (org, series) => store.latest(org, series),
    owned: async (org, series) => (await store.describe(org, series)).map(({ id }) => id),
    onAccepted: (listener) => store.onAccepted(listener),
  };
}
