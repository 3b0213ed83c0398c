import { hostname } from "node:os";
import type { CollectorConfig } from "@/lib/collect/config-file";
import { postJson } from "@/lib/collect/http-link";
import { hostFacts, machineId } from "@/lib/collect/machine";
import type { EnrolAnswer, EnrolRequest } from "@/lib/probes/collector-wire";

export interface EnrolOptions {
  readonly server: string;
  /** The one-time code. */
  readonly token: string;
  readonly name?: string | undefined;
  readonly authority?: string | undefined;
  readonly version: string;
}

/** Exchanges a one-time code for this machine's own token; throws one sentence that says what to do when the console refuses. */
export async function enrol(options: EnrolOptions): Promise<CollectorConfig> {
  const url = new URL("/api/v1/collectors/enrol", options.server);
  const request: EnrolRequest = {
    token: options.token,
    machineId: machineId(),
    version: options.version,
    host: hostFacts(options.name ?? hostname()),
  };
  const { status, body } = await postJson(url, request, { authority: options.authority, answerWithinMs: 15_000 });
  if (status === 401 || status === 410)
    throw new Error("The enrolment code is used up or expired; ask the console for a new one.");
  if (status !== 200 && status !== 201)
    throw new Error(`The console at ${url.origin} refused the enrolment: ${said(body) ?? status}`);
  const answer = body as EnrolAnswer;
  return { server: url.origin, token: answer.token, collector: answer.collector, host: answer.host };
}

function said(body: unknown): string | undefined {
  const problem = body as { title?: unknown; detail?: unknown } | undefined;
  const words = problem?.detail ?? problem?.title;
  return typeof words === "string" ? words : undefined;
}
