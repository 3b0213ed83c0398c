import type { IncomingMessage, ServerResponse } from "node:http";
import { LOCALE_COOKIE, negotiateLocale } from "@/lib/i18n/locale";
import { readCookie } from "@/lib/identity/cookie";
import { permit } from "@/lib/identity/permit";
import { isRefusal, Refusal } from "@/lib/kernel/refusal";
import { Admission } from "@/lib/telemetry/ingest/admission";
import type { Answer, IngestDeps, IngestDoor } from "@/lib/telemetry/ingest/ingest-door";
import { INGEST_LIMITS, type IngestLimits } from "@/lib/telemetry/ingest/limits";
import { contentCoding } from "@/lib/telemetry/ingest/media-type";
import { createOtlpLogsDoor, createOtlpMetricsDoor } from "@/lib/telemetry/ingest/otlp/otlp-doors";
import { discardRest, readBody, SenderGone } from "@/lib/telemetry/ingest/read-body";
import { createRemoteWriteDoor } from "@/lib/telemetry/ingest/remote-write/remote-write-door";
import { createSamplesDoor } from "@/lib/telemetry/ingest/samples/samples-door";
import { createAppendLogs } from "@/lib/telemetry/logs/append-logs";

type Ready = { deps: IngestDeps; limits: IngestLimits; admission: Admission };

/**
 * The doors that take signals: Prometheus remote write, OTLP/HTTP metrics and logs, and plain JSON samples, as one node listener.
 * Answers false, without a trace, for any other path. Each request is authenticated before its body is read.
 */
export function ingestRoutes(
  deps: IngestDeps,
): (request: IncomingMessage, response: ServerResponse) => boolean | Promise<boolean> {
  const limits = { ...INGEST_LIMITS, ...deps.limits };
  const ready: Ready = { deps, limits, admission: new Admission(limits) };
  const doors = new Map(doorsOf(deps, limits).map((door) => [door.path, door]));
  return (request, response) => {
    const door = doors.get(request.url?.split("?")[0] ?? "");
    return door ? serve(ready, door, request, response) : false;
  };
}

function doorsOf({ store, database }: IngestDeps, { lateHours }: IngestLimits): IngestDoor[] {
  return [
    createRemoteWriteDoor(store),
    createOtlpMetricsDoor(store),
    createOtlpLogsDoor(createAppendLogs(database.system, lateHours)),
    createSamplesDoor(store),
  ];
}

async function serve(
  ready: Ready,
  door: IngestDoor,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<true> {
  const { headers } = request;
  const locale = negotiateLocale(readCookie(headers.cookie, LOCALE_COOKIE), headers["accept-language"]);
  try {
    if (request.method !== "POST") {
      response.setHeader("allow", "POST");
      send(response, { ...door.refuse(new Refusal("unsupported", "ingest.method"), headers, locale), status: 405 });
    } else send(response, await take(ready, door, request, locale));
  } catch (error) {
    if (error instanceof SenderGone) return true;
    const refusal = isRefusal(error) ? error : fault(ready, door, error);
    const wait = refusal.details["retryAfterSeconds"];
    if (wait !== undefined) response.setHeader("retry-after", String(wait));
    if (refusal.code === "unauthenticated") response.setHeader("www-authenticate", "Bearer");
    send(response, door.refuse(refusal, headers, locale));
  } finally {
    discardRest(request, response);
  }
  return true;
}

async function take(
  { deps, limits, admission }: Ready,
  door: IngestDoor,
  request: IncomingMessage,
  locale: "en" | "ko",
): Promise<Answer> {
  const { headers } = request;
  // Only the bearer key counts here: a cookie would let another site's page write signals.
  const caller = await deps.authenticate({ authorization: headers.authorization });
  if (!caller) throw new Refusal("unauthenticated", "ingest.token");
  permit(caller, "signals.write");
  door.judge(headers);
  const admitted = admission.enter(caller.org);
  try {
    const limit = contentCoding(headers) === "identity" ? limits.plainBytes : limits.wireBytes;
    const body = await readBody(request, limit, admitted.hold);
    return await door.accept({ org: caller.org, headers, body, locale, now: deps.clock.now(), limits });
  } finally {
    admitted.leave();
  }
}

// What no sender can cause is the store or the database failing: retries are safe, because identity de-duplicates them.
function fault({ deps, limits }: Ready, door: IngestDoor, error: unknown): Refusal {
  deps.log.error({ err: error, path: door.path }, "an ingest door failed");
  return new Refusal("unavailable", "ingest.store", { retryAfterSeconds: limits.retryAfterSeconds });
}

function send(response: ServerResponse, { status, contentType, body }: Answer): void {
  if (response.headersSent || response.destroyed) return;
  response.setHeader("cache-control", "no-store");
  response.setHeader("x-content-type-options", "nosniff");
  if (contentType) response.setHeader("content-type", contentType);
  response.statusCode = status;
  response.end(body);
}
