import type { Server as HttpServer, IncomingMessage } from "node:http";
import { Server, type Socket } from "socket.io";
import { originAllowed } from "@/lib/http/origin";
import type { Authenticate } from "@/lib/identity/authenticate";
import { may } from "@/lib/identity/permit";
import {
  type BrowserEvents,
  LIVE_PATH,
  MOST_WATCHED,
  type ServerEvents,
  type Tick,
  type Watched,
} from "@/lib/live/contract";
import type { Relay } from "@/lib/live/relay";
import { createTicker, type Ticker } from "@/lib/live/tick";
import { type Clock, monotonicMs } from "@/lib/platform/clock";
import type { Log } from "@/lib/platform/log";

type Place = { org: string; session: string; room: string | undefined; watches: number; windowMs: number };
type LiveSocket = Socket<BrowserEvents, ServerEvents, Record<string, never>, Place>;
type LiveServer = Server<BrowserEvents, ServerEvents, Record<string, never>, Place>;

/** What the live floor needs of the store: whose series they are, what they last said, and news of accepted samples. */
export type LiveStore = {
  latest(org: string, series: readonly number[]): Promise<{ id: number; ms: number; value: number }[]>;
  owned(org: string, series: readonly number[]): Promise<number[]>;
  onAccepted(
    listener: (org: string, series: ArrayLike<number>, ms: ArrayLike<number>, values: ArrayLike<number>) => void,
  ): () => void;
};

export type LiveDeps = {
  server: HttpServer;
  authenticate: Authenticate & { forget(): void };
  clock: Clock;
  publicUrl: string | undefined;
  store: LiveStore;
  relay: Relay;
  log: Log;
};
export type Live = { io: LiveServer; stats(): { sockets: number; rooms: number }; stop(): Promise<void> };

const RECHECK_MS = 60_000;
const WATCHES_PER_10_S = 50;
const FRAME_LIMIT = 64 * 1024;

/** Serves browsers on the socket: the session decides the organization, `watch` the series, and a session that ends is cut. */
export function createLive(deps: LiveDeps): Live {
  const io: LiveServer = new Server(deps.server, {
    path: LIVE_PATH,
    transports: ["websocket"],
    maxHttpBufferSize: FRAME_LIMIT,
    serveClient: false,
    perMessageDeflate: false,
    connectTimeout: 10_000,
    destroyUpgrade: false,
    allowRequest: (request, done) => done(null, allowed(request, deps.publicUrl)),
  });
  const ticker = createTicker((room, tick) => io.volatile.to(room).emit("tick", tick), {
    now: monotonicMs,
    wallMs: deps.clock.millis,
  });
  io.use(
    (socket, next) =>
      void admit(deps, socket).then(
        () => next(),
        () => next(new Error("unauthenticated")),
      ),
  );
  io.on("connection", (socket) => serve(deps, ticker, socket));
  const unhear = deps.store.onAccepted(ticker.accept);
  const unrelay = deps.relay.onChange((org, change) => {
    io.to(orgRoom(org)).emit("change", change);
    if (!change.kind.startsWith("identity.")) return;
    deps.authenticate.forget();
    void recheck(deps, io, org);
  });
  const timer = setInterval(() => void recheck(deps, io), RECHECK_MS);
  return {
    io,
    stats: () => ({ sockets: io.engine.clientsCount, rooms: ticker.rooms() }),
    async stop() {
      clearInterval(timer);
      unhear();
      unrelay();
      ticker.stop();
      await io.close();
    },
  };
}

// Collectors send no Origin and prove themselves by token in their own namespace; a page of another site is refused before any handshake.
function allowed(request: IncomingMessage, publicUrl: string | undefined): boolean {
  const { origin, host } = request.headers;
  return origin === undefined ? request.headers.cookie === undefined : originAllowed(origin, host, publicUrl);
}

const orgRoom = (org: string) => `org:${org}`;

async function admit(deps: LiveDeps, socket: LiveSocket): Promise<void> {
  const caller = await deps.authenticate({ cookie: socket.handshake.headers.cookie });
  if (!caller?.signedIn || !may(caller, "signals.read")) throw new Error("unauthenticated");
  socket.data = { org: caller.org, session: caller.signedIn.sessionId, room: undefined, watches: 0, windowMs: 0 };
}

function serve(deps: LiveDeps, ticker: Ticker, socket: LiveSocket): void {
  const { data } = socket;
  void socket.join(orgRoom(data.org));
  socket.on("error", () => socket.disconnect(true));
  socket.on("watch", (request, done) => {
    if (typeof done !== "function" || !withinRate(data)) {
      socket.disconnect(true);
      return;
    }
    watch(deps, ticker, socket, request).then(done, (error: unknown) => {
      deps.log.warn({ err: error }, "a watch failed");
      done({ serverTimeMs: deps.clock.millis(), values: [], refused: "unavailable" });
    });
  });
  socket.on("disconnect", () => {
    if (data.room) ticker.leave(data.room);
    data.room = undefined;
  });
}

function withinRate(place: Place): boolean {
  const now = monotonicMs();
  if (now - place.windowMs > 10_000) {
    place.windowMs = now;
    place.watches = 0;
  }
  place.watches += 1;
  return place.watches <= WATCHES_PER_10_S;
}

async function watch(deps: LiveDeps, ticker: Ticker, socket: LiveSocket, request: unknown): Promise<Watched> {
  const asked = seriesOf(request);
  const { data } = socket;
  if (!asked) return { serverTimeMs: deps.clock.millis(), values: [], refused: "invalid" };
  const series = await deps.store.owned(data.org, asked);
  if (!socket.connected) return { serverTimeMs: deps.clock.millis(), values: [] };
  const before = data.room;
  data.room = series.length > 0 ? ticker.watch(data.org, series) : undefined;
  // Joined before the snapshot is read: what is accepted in between arrives twice rather than never.
  if (data.room) await socket.join(data.room);
  if (before) {
    if (before !== data.room) await socket.leave(before);
    ticker.leave(before);
  }
  const latest = await deps.store.latest(data.org, series);
  const values: Tick["values"] = latest.map(({ id, ms, value }) => [id, ms, value]);
  return { serverTimeMs: deps.clock.millis(), values };
}

function seriesOf(request: unknown): number[] | undefined {
  const series = (request as { series?: unknown } | null)?.series;
  if (!Array.isArray(series) || series.length > MOST_WATCHED) return undefined;
  return series.every((id) => Number.isSafeInteger(id) && id > 0) ? (series as number[]) : undefined;
}

async function recheck(deps: LiveDeps, io: LiveServer, org?: string): Promise<void> {
  const sockets = [...io.of("/").sockets.values()].filter((socket) => org === undefined || socket.data.org === org);
  for (const socket of sockets) {
    const caller = await deps
      .authenticate({ cookie: socket.handshake.headers.cookie })
      .catch(() => "unreachable" as const);
    if (caller === "unreachable") return;
    if (caller?.org !== socket.data.org || caller.signedIn?.sessionId !== socket.data.session) socket.disconnect(true);
  }
}
