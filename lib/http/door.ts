import { randomUUID } from "node:crypto";
import type { z } from "zod";
import { isOwnOrigin } from "@/lib/http/origin";
import { problemOf, refusalOf } from "@/lib/http/problem";
import { readJson } from "@/lib/http/read-json";
import { authenticateSlot } from "@/lib/http/slots";
import { LOCALE_COOKIE, type Locale, negotiateLocale } from "@/lib/i18n/locale";
import { say } from "@/lib/i18n/say";
import { readCookie } from "@/lib/identity/cookie";
import { isRefusal, Refusal } from "@/lib/kernel/refusal";
import type { Ctx } from "@/lib/platform/ctx";
import { groundSlot } from "@/lib/platform/ground";
import { log } from "@/lib/platform/log";

type RouteContext = { params: Promise<Record<string, string | string[] | undefined>> };
export type Route = (request: Request, context: RouteContext) => Promise<Response>;
export type DoorOptions = { status?: number };

/**
 * One way in: authenticates, reads and checks the input against the schema (path parameters, then the query of a GET or DELETE or
 * the JSON body), runs the verb with time standing still, and answers JSON or an RFC 9457 problem in the caller's language.
 */
export function door<S extends z.ZodType, R>(
  schema: S,
  verb: (ctx: Ctx, input: z.output<S>) => Promise<R>,
  options: DoorOptions = {},
): Route {
  return async (request, { params }) => {
    const locale = localeOf(request.headers);
    try {
      const ctx = await openCtx(request, locale);
      const parsed = schema.safeParse(await readInput(request, await params), { reportInput: true });
      if (!parsed.success) throw refusalOf(parsed.error);
      return answer(await verb(ctx, parsed.data), options.status ?? 200);
    } catch (error) {
      return refuse(error, locale, request);
    }
  };
}

async function openCtx(request: Request, locale: Locale): Promise<Ctx> {
  const { database, clock, publicUrl } = groundSlot.take();
  const { headers } = request;
  const caller = await authenticateSlot.take()({
    authorization: headers.get("authorization"),
    cookie: headers.get("cookie"),
  });
  if (!caller) throw new Refusal("unauthenticated", "refusals.unauthenticated");
  if (caller.by === "cookie" && request.method !== "GET" && !isOwnOrigin(headers, publicUrl)) {
    throw new Refusal("forbidden", "refusals.foreignOrigin");
  }
  return {
    org: caller.org,
    actor: caller.actor,
    now: clock.now(),
    db: database,
    locale,
    request: { id: randomUUID(), ip: headers.get("x-nocturne-ip"), userAgent: headers.get("user-agent") },
  };
}

async function readInput(request: Request, params: Record<string, string | string[] | undefined>): Promise<unknown> {
  if (request.method !== "GET" && request.method !== "DELETE") return { ...(await readJson(request)), ...params };
  const query: Record<string, string | string[]> = {};
  for (const [key, value] of new URL(request.url).searchParams) {
    const before = query[key];
    query[key] = before === undefined ? value : [...(Array.isArray(before) ? before : [before]), value];
  }
  return { ...query, ...params };
}

/** The language a caller reads: their own choice, else what the browser prefers. */
export function localeOf(headers: Headers): Locale {
  return negotiateLocale(readCookie(headers.get("cookie"), LOCALE_COOKIE), headers.get("accept-language"));
}

function answer(body: unknown, status: number): Response {
  // A verb that has written its own text (long columns of numbers) is taken at its word.
  if (body instanceof Response) return body;
  const headers = { "cache-control": "private, no-store" };
  if (body === undefined) return new Response(null, { status: 204, headers });
  return Response.json(body, { status, headers });
}

function refuse(error: unknown, locale: Locale, request: Request): Response {
  if (isRefusal(error)) return problem(problemOf(error, locale), error.details["retryAfterSeconds"]);
  const unreachable = unreachableDatabase(error);
  const id = randomUUID();
  log("door").error({ err: error, id, method: request.method, path: new URL(request.url).pathname }, "a verb failed");
  if (unreachable) {
    const refusal = new Refusal("unavailable", "refusals.unavailable", { retryAfterSeconds: 5 });
    return problem(problemOf(refusal, locale), 5);
  }
  return problem({
    type: "urn:nocturne:internal",
    title: say(locale, "refusals.internal", { id }),
    status: 500,
    code: "internal",
  });
}

function problem(body: ReturnType<typeof problemOf>, retryAfterSeconds?: unknown): Response {
  return Response.json(body, {
    status: body.status,
    headers: {
      "content-type": "application/problem+json",
      "cache-control": "no-store",
      ...(retryAfterSeconds === undefined ? {} : { "retry-after": String(retryAfterSeconds) }),
      ...(body.status === 401 ? { "www-authenticate": "Bearer" } : {}),
    },
  });
}

// Prisma and pg say in many words that the server is gone, starting, full or out of connections: classes 08, 53, 57P and the socket's own.
const UNREACHABLE =
  /ECONNREFUSED|ECONNRESET|ETIMEDOUT|EPIPE|terminat|timeout exceeded|not accept connections|Connection|P1001|P1002|P1008|P1017|P2024|P2028|No space left|57P0|53100|53200|53300/;

function unreachableDatabase(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = (error as { code?: string }).code ?? "";
  return UNREACHABLE.test(code) || UNREACHABLE.test(error.message);
}
