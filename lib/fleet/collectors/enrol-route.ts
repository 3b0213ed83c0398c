import { randomUUID } from "node:crypto";
import { Enrol, enrol } from "@/lib/fleet/collectors/enrol";
import { localeOf } from "@/lib/http/door";
import { problemOf, refusalOf } from "@/lib/http/problem";
import { readJson } from "@/lib/http/read-json";
import { isRefusal, Refusal } from "@/lib/kernel/refusal";
import { groundSlot } from "@/lib/platform/ground";
import { log } from "@/lib/platform/log";

// A code has 256 bits: this only keeps a stranger from spending the database's time.
const MOST_UNDER_WAY = 8;
let underWay = 0;

/** POST /api/v1/collectors/enrol: the one door without a sign-in, because the one-time code is the proof. */
export async function answerEnrol(request: Request): Promise<Response> {
  const locale = localeOf(request.headers);
  if (underWay >= MOST_UNDER_WAY)
    return refusedBy(new Refusal("too-many", "refusals.tooMany", { retryAfterSeconds: 5 }), locale);
  underWay++;
  try {
    const parsed = Enrol.safeParse(await readJson(request), { reportInput: true });
    if (!parsed.success) throw refusalOf(parsed.error);
    const { database, clock } = groundSlot.take();
    const { headers } = request;
    const who = { id: randomUUID(), ip: headers.get("x-nocturne-ip"), userAgent: headers.get("user-agent") };
    const answer = await enrol({ db: database, now: clock.now(), locale, request: who }, parsed.data);
    return Response.json(answer, { status: 201, headers: { "cache-control": "no-store" } });
  } catch (error) {
    if (isRefusal(error)) return refusedBy(error, locale);
    log("collectors").error({ err: error }, "an enrolment failed");
    return refusedBy(new Refusal("unavailable", "refusals.unavailable", { retryAfterSeconds: 5 }), locale);
  } finally {
    underWay--;
  }
}

function refusedBy(refusal: Refusal, locale: ReturnType<typeof localeOf>): Response {
  const problem = problemOf(refusal, locale);
  const wait = refusal.details["retryAfterSeconds"];
  return Response.json(problem, {
    status: problem.status,
    headers: {
      "content-type": "application/problem+json",
      "cache-control": "no-store",
      ...(wait === undefined || wait === null ? {} : { "retry-after": String(wait) }),
    },
  });
}
