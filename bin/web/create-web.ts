import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { buildGround } from "@/bin/web/ground";
import { mayReadMetrics } from "@/bin/web/may-read-metrics";
import { type Client, cleanRequest, clientOf, trustedProxies } from "@/lib/http/front";
import { answerHealth } from "@/lib/http/health";
import { createMeter } from "@/lib/http/metrics";
import { LIVE_PATH } from "@/lib/live/contract";
import { createLive } from "@/lib/live/server";
import type { Env } from "@/lib/platform/env";
import type { Log } from "@/lib/platform/log";

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;
export type Web = {
  answer(request: IncomingMessage, response: ServerResponse): void;
  attach(server: Server): void;
  serveNext(handler: Handler): void;
  stop(): Promise<void>;
};

/** Builds the web process: the socket, the ingest doors and the collectors' doors are answered here, everything else by Next. */
export async function createWeb(settings: Env, log: Log): Promise<Web> {
  const ground = await buildGround(settings, log);
  const meter = createMeter();
  const trusted = trustedProxies(settings.NOCTURNE_TRUSTED_PROXIES);
  const health = {
    system: ground.database.system,
    supervisorFile: settings.NOCTURNE_SUPERVISOR,
    parts: ground.parts,
    version: ground.version,
  };
  let nextHandler: Handler | undefined;
  let live: ReturnType<typeof createLive> | undefined;

  async function answerMetrics(request: IncomingMessage, response: ServerResponse, client: Client): Promise<boolean> {
    if (request.url?.split("?")[0] !== "/metrics") return false;
    if (!(await mayReadMetrics(ground.authenticate, request, client))) {
      refuse(response, 401);
      return true;
    }
    response.writeHead(200, { "content-type": meter.contentType, "cache-control": "no-store" });
    response.end(await meter.expose());
    return true;
  }

  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const client = clientOf(request, trusted);
    if (!cleanRequest(request, client)) return refuse(response, 400);
    meter.time(request, response);
    if (await answerHealth(health, request, response)) return;
    if (await answerMetrics(request, response, client)) return;
    if (await ground.doors(request, response)) return;
    if (!nextHandler) return refuse(response, 503);
    await nextHandler(request, response);
  }

  return {
    answer(request, response) {
      route(request, response).catch((error: unknown) => {
        log.error({ err: error, method: request.method }, "a request failed");
        if (!response.headersSent) refuse(response, 500);
        else response.destroy();
      });
    },
    attach(server) {
      live = createLive({ ...ground, server, publicUrl: settings.PUBLIC_URL, log });
      ground.attachCollectors(live.io);
      ground.measure(meter, live.stats);
      guardUpgrades(server, trusted, settings.NODE_ENV === "development");
    },
    serveNext(handler) {
      nextHandler = handler;
    },
    async stop() {
      await live?.stop();
      await ground.stop();
    },
  };
}

function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status, {
    "content-type": "text/plain; charset=utf-8",
    "x-content-type-options": "nosniff",
    ...(status === 503 ? { "retry-after": "2" } : {}),
    ...(status === 401 ? { "www-authenticate": "Bearer" } : {}),
  });
  response.end();
}

// Only the socket upgrades; a request in absolute form or for any other path is a probe for a proxy that is not here.
function guardUpgrades(server: Server, trusted: (address: string) => boolean, development: boolean): void {
  server.prependListener("upgrade", (request: IncomingMessage, socket: Duplex) => {
    const clean = cleanRequest(request, clientOf(request, trusted));
    const url = request.url ?? "";
    const known = url.startsWith(LIVE_PATH) || (development && url.startsWith("/_next/"));
    if (!clean || !known) socket.end("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n");
  });
}
