import { bodyMismatch } from "@/lib/probes/body-match";
import type { HttpInput } from "@/lib/probes/check-input";
import { exchange, type HttpAnswer, type HttpQuestion } from "@/lib/probes/http-exchange";
import { gaugeSample } from "@/lib/probes/phases";
import { ProbeFailure, type ProbeSample } from "@/lib/probes/probe";
import type { ProbeRun } from "@/lib/probes/run-probe";
import { statusMatches } from "@/lib/probes/status-match";

const MOST_REDIRECTS = 3;
const USUAL_BYTES = 1024 * 1024;
const MOST_BYTES = 8 * 1024 * 1024;

/** Fetches a URL, follows at most three redirects (each judged like the first address), and judges status and body. Phases are the last hop's. */
export async function probeHttp(input: HttpInput, run: ProbeRun): Promise<void> {
  if (statusMatches(200, input.expectStatus) === undefined)
    throw new ProbeFailure("input", "the expected status cannot be read");
  const answer = await follow(input, run);
  run.take(gaugeSample("check_http_status", answer.status, "count"));
  run.take(gaugeSample("check_http_body_bytes", answer.body.length, "bytes"));
  if (!statusMatches(answer.status, input.expectStatus)) {
    throw new ProbeFailure("status", `status ${answer.status}, expected ${input.expectStatus ?? "2xx"}`);
  }
  const wrong = bodyMismatch(answer.body.toString("utf8"), input);
  if (wrong) throw new ProbeFailure("body", wrong);
}

async function follow(input: HttpInput, run: ProbeRun): Promise<HttpAnswer> {
  const most = Math.min(MOST_REDIRECTS, input.redirects ?? MOST_REDIRECTS);
  let question = firstQuestion(input);
  for (let hop = 0; ; hop++) {
    const kept: ProbeSample[] = [];
    const answer = await exchange(question, { ...run, take: (sample) => kept.push(sample) }).catch((error: unknown) => {
      for (const sample of kept) run.take(sample);
      throw error;
    });
    const next = redirected(question, answer);
    // A redirect that is itself expected is the answer.
    if (!next || (input.expectStatus !== undefined && statusMatches(answer.status, input.expectStatus))) {
      for (const sample of kept) run.take(sample);
      return answer;
    }
    if (hop >= most) throw new ProbeFailure("redirect", `more than ${most} redirects`);
    question = next;
  }
}

function firstQuestion(input: HttpInput): HttpQuestion {
  return {
    url: parseUrl(input.url),
    method: input.method ?? "GET",
    headers: lowerCased(input.headers ?? {}),
    body: input.body,
    maxBytes: Math.min(MOST_BYTES, input.maxBytes ?? USUAL_BYTES),
    insecure: input.insecure,
    authority: input.authority,
  };
}

function redirected(question: HttpQuestion, { status, location }: HttpAnswer): HttpQuestion | undefined {
  if (![301, 302, 303, 307, 308].includes(status) || location === undefined) return undefined;
  const url = parseUrl(location, question.url);
  const sameOrigin = url.origin === question.url.origin;
  const repeats = status === 307 || status === 308 || question.method !== "POST";
  return {
    ...question,
    url,
    method: repeats ? question.method : "GET",
    body: repeats && sameOrigin ? question.body : undefined,
    // What was meant for one origin is not told to another.
    headers: sameOrigin ? question.headers : {},
  };
}

function parseUrl(text: string, base?: URL): URL {
  try {
    return new URL(text, base);
  } catch {
    throw new ProbeFailure(base ? "redirect" : "input", "the address is not a URL");
  }
}

function lowerCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
