import { request as plainRequest } from "node:http";
import { request as secureRequest } from "node:https";
import { type Link, LinkFailure, type LinkTarget } from "@/lib/collect/link";
import type { BatchAnswer, CollectAnswer, CollectRequest, Hello, HelloAnswer } from "@/lib/probes/collector-wire";

const MOST_ANSWER_BYTES = 4 * 1024 * 1024;

/** The same words by POST /api/v1/collect, one at a time, for networks that let no websocket through. */
export function openHttpLink(target: LinkTarget): Link {
  let said: Hello | undefined;
  let leave: (reason: string) => void = () => undefined;
  const gone = new Promise<string>((resolve) => {
    leave = resolve;
  });
  return {
    kind: "http",
    window: 1,
    forgetful: true,
    async hello(hello) {
      said = hello;
      return (await post(target, { kind: "hello", hello })) as HelloAnswer;
    },
    async batch(batch) {
      if (!said) throw new LinkFailure("batch before hello");
      return (await post(target, { kind: "batch", lineage: said.lineage, run: said.run, batch })) as BatchAnswer;
    },
    onChecks: () => undefined,
    gone,
    close: () => leave("closed"),
  };
}

async function post(target: LinkTarget, body: CollectRequest): Promise<CollectAnswer> {
  const answer = await postJson(new URL("/api/v1/collect", target.server), body, target);
  const retryAfterMs = answer.retryAfterSeconds * 1000;
  if (answer.status === 401 || answer.status === 403) return { cut: "unauthenticated", retryAfterMs: 60_000 };
  if (answer.status === 429 || answer.status === 503) return { retryAfterMs: retryAfterMs || 5_000 };
  if (answer.status !== 200) throw new LinkFailure(`the console answered ${answer.status}`);
  return answer.body as CollectAnswer;
}

export interface JsonAnswer {
  readonly status: number;
  readonly retryAfterSeconds: number;
  readonly body: unknown;
}

/** Posts JSON and reads a JSON answer of at most 4 MiB; throws LinkFailure when there is none in time. */
export function postJson(
  url: URL,
  body: unknown,
  { token, authority, answerWithinMs }: Pick<LinkTarget, "authority" | "answerWithinMs"> & { token?: string },
): Promise<JsonAnswer> {
  const bytes = Buffer.from(JSON.stringify(body));
  return new Promise((resolve, reject) => {
    const fail = (reason: string) => reject(new LinkFailure(reason));
    const request = (url.protocol === "https:" ? secureRequest : plainRequest)(url, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "content-length": bytes.length,
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      signal: AbortSignal.timeout(answerWithinMs),
      ...(authority === undefined ? {} : { ca: authority }),
    });
    request.once("error", (error) => fail(error.message));
    request.once("response", (response) => {
      const parts: Buffer[] = [];
      let size = 0;
      response.on("data", (part: Buffer) => {
        size += part.length;
        parts.push(part);
        if (size > MOST_ANSWER_BYTES) request.destroy(new Error("the answer is too large"));
      });
      response.once("error", (error) => fail(error.message));
      response.once("end", () => {
        const retryAfterSeconds = Number(response.headers["retry-after"] ?? 0) || 0;
        resolve({ status: response.statusCode ?? 0, retryAfterSeconds, body: parsed(Buffer.concat(parts)) });
      });
    });
    request.end(bytes);
  });
}

function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString("utf8"));
  } catch {
    return undefined;
  }
}
