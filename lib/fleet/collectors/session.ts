import type { IncomingMessage, ServerResponse } from "node:http";
import type { Namespace, Socket } from "socket.io";
import { answerCollect } from "@/lib/fleet/collectors/collect-over-http";
import { type Connected, lookAfter } from "@/lib/fleet/collectors/connected";
import { type ConversationDeps, createConversation, cut } from "@/lib/fleet/collectors/conversation";
import { type FoundCollector, findCollectorByToken } from "@/lib/fleet/collectors/find-collector";
import { createLedger } from "@/lib/fleet/collectors/ledger";
import { createRoom } from "@/lib/fleet/collectors/room";
import { createRuns } from "@/lib/fleet/collectors/runs";
import type { HelloAnswer } from "@/lib/probes/collector-wire";

export type CollectorsDeps = Omit<ConversationDeps, "ledger" | "room"> & {
  /** The web's socket server; collectors get the namespace `/collect` of it. */
  readonly io: { of(name: string): unknown };
};

export interface Collectors {
  /** POST /api/v1/collect, the fallback without a socket; answers every request itself. */
  answerCollect(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** Looks at once for revoked collectors and changed checks, in place of within two seconds. */
  look(): Promise<void>;
  stats(): { connected: number };
  stop(): Promise<void>;
}

const LOOK_EVERY_MS = 2_000;

/** Serves collectors: on the socket, over HTTP, and cuts within two seconds those that were revoked. */
export function attachCollectors(deps: CollectorsDeps): Collectors {
  const ledger = createLedger(deps);
  const conversationDeps: ConversationDeps = { ...deps, ledger, room: createRoom() };
  const connected = new Map<string, Connected>();
  const runs = createRuns();
  const namespace = deps.io.of("/collect") as Namespace;

  async function hello(mine: Connected, message: unknown): Promise<HelloAnswer> {
    const said = await mine.conversation.hello(message);
    if (!("ok" in said)) return said;
    if (runs.isBack(mine.found.id, mine.conversation.run, deps.clock.millis())) {
      deps.log.warn({ collector: mine.found.id }, "two collectors share one token and one spool");
      return cut("fenced");
    }
    // A half-open connection of the same collector ends here; it must not be told anything any more.
    const before = connected.get(mine.found.id);
    if (before && before.socket !== mine.socket) before.socket.disconnect(true);
    connected.set(mine.found.id, mine);
    return said;
  }

  function serve(socket: Socket, found: FoundCollector): void {
    const conversation = createConversation(conversationDeps, found, ipOf(socket));
    const mine: Connected = { socket, found, conversation };
    socket.on("error", () => socket.disconnect(true));
    socket.on("hello", (message, done) => answer(socket, done, () => hello(mine, message)));
    socket.on("batch", (message, done) => answer(socket, done, () => conversation.batch(message)));
    socket.on("disconnect", () => {
      if (connected.get(found.id) === mine) connected.delete(found.id);
      void ledger.flush();
    });
  }

  namespace.use((socket, next) => admit(deps, socket, next));
  namespace.on("connection", (socket) => serve(socket, socket.data as FoundCollector));
  const look = () => lookAfter(deps, [...connected.values()]);
  const timer = setInterval(() => {
    look().catch((error: unknown) => deps.log.warn({ err: error }, "collectors were not looked at"));
  }, LOOK_EVERY_MS);
  timer.unref();
  return {
    answerCollect: (request, response) => answerCollect(conversationDeps, request, response),
    look,
    stats: () => ({ connected: connected.size }),
    async stop() {
      clearInterval(timer);
      namespace.disconnectSockets(true);
      await ledger.stop();
    },
  };
}

function admit(deps: CollectorsDeps, socket: Socket, next: (error?: Error) => void): void {
  const { token } = socket.handshake.auth as { token?: unknown };
  findCollectorByToken(deps.database, token, deps.clock.millis()).then(
    (found) => {
      socket.data = found;
      next(found ? undefined : new Error("unauthenticated"));
    },
    () => next(new Error("unavailable")),
  );
}

function answer(socket: Socket, done: unknown, speak: () => Promise<unknown>): void {
  if (typeof done !== "function") {
    socket.disconnect(true);
    return;
  }
  speak().then(
    (said) => {
      done(said);
      if (said !== null && typeof said === "object" && "cut" in said) socket.disconnect(true);
    },
    () => socket.disconnect(true),
  );
}

function ipOf(socket: Socket): string | null {
  const told = socket.handshake.headers["x-nocturne-ip"];
  return typeof told === "string" ? told : (socket.handshake.address ?? null);
}
