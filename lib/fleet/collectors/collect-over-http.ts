import type { IncomingMessage, ServerResponse } from "node:http";
import { type ConversationDeps, createConversation } from "@/lib/fleet/collectors/conversation";
import { findCollectorByToken } from "@/lib/fleet/collectors/find-collector";
import type { CollectAnswer, CollectRequest, Hello } from "@/lib/probes/collector-wire";

// Definitions travel whole in every batch, so bodies are larger than a socket's frames.
const MOST_BODY_BYTES = 4 * 1024 * 1024;

/** Answers POST /api/v1/collect: one word of the collector's protocol per request, with the token as bearer; never throws. */
export async function answerCollect(
  deps: ConversationDeps,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    if (request.method !== "POST") return send(response, 405, { title: "POST only" }, { allow: "POST" });
    const found = await findCollectorByToken(deps.database, bearer(request), deps.clock.millis());
    if (!found) return send(response, 401, { title: "The token is not valid." }, { "www-authenticate": "Bearer" });
    const body = await readBody(request);
    if (body === "too-large")
      return send(response, 413, { title: `At most ${MOST_BODY_BYTES} bytes.` }, { connection: "close" });
    const word = parse(body);
    if (!word) return send(response, 400, { title: "The body is not a word of the collector's protocol." });
    const ip = String(request.headers["x-nocturne-ip"] ?? request.socket.remoteAddress ?? "");
    const said = await speak(createConversation(deps, found, ip), word);
    const waitMs = "retryAfterMs" in said && !("cut" in said) ? said.retryAfterMs : undefined;
    if (waitMs !== undefined) return send(response, 503, said, { "retry-after": String(Math.ceil(waitMs / 1000)) });
    send(response, 200, said);
  } catch (error) {
    deps.log.warn({ err: error }, "a collector's request failed");
    send(response, 503, { title: "Try again." }, { "retry-after": "5" });
  }
}

async function speak(
  conversation: ReturnType<typeof createConversation>,
  word: CollectRequest,
): Promise<CollectAnswer> {
  if (word.kind === "hello") return conversation.hello(word.hello);
  return conversation.resume(word.lineage, word.batch);
}

function bearer(request: IncomingMessage): string | undefined {
  return /^Bearer (\S+)$/i.exec(request.headers.authorization ?? "")?.[1];
}

async function readBody(request: IncomingMessage): Promise<string | "too-large"> {
  if (Number(request.headers["content-length"] ?? 0) > MOST_BODY_BYTES) return "too-large";
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > MOST_BODY_BYTES) return "too-large";
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
}

function parse(body: string): CollectRequest | undefined {
  try {
    const word = JSON.parse(body) as Partial<CollectRequest> | null;
    if (word?.kind === "hello" && word.hello) return { kind: "hello", hello: word.hello as Hello };
    if (word?.kind === "batch" && word.batch && typeof word.lineage === "string") return word as CollectRequest;
    return undefined;
  } catch {
    return undefined;
  }
}

function send(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  if (response.headersSent) return;
  response.writeHead(status, { "content-type": "application/json", "cache-control": "no-store", ...headers });
  response.end(JSON.stringify(body));
}
