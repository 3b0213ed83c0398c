import { type ClientRequest, type IncomingMessage, request as startRequest } from "node:http";
import { phase } from "@/lib/probes/phases";
import { ProbeFailure } from "@/lib/probes/probe";
import { reach } from "@/lib/probes/reach";
import type { ProbeRun } from "@/lib/probes/run-probe";
import { secure } from "@/lib/probes/secure";

export interface HttpQuestion {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  readonly maxBytes: number;
  readonly insecure?: boolean | undefined;
  readonly authority?: string | undefined;
}

export interface HttpAnswer {
  readonly status: number;
  readonly location: string | undefined;
  readonly contentType: string;
  readonly body: Buffer;
}

/** Sends one request over a connection of its own and reads the whole answer; emits the duration of each phase. Fails beyond `maxBytes`. */
export async function exchange(question: HttpQuestion, run: ProbeRun): Promise<HttpAnswer> {
  const { url } = question;
  if (url.protocol !== "http:" && url.protocol !== "https:")
    throw new ProbeFailure("redirect", `${url.protocol} is not fetched`);
  if (url.username !== "" || url.password !== "") throw new ProbeFailure("input", "the address carries a user name");
  const isSecure = url.protocol === "https:";
  const port = url.port === "" ? (isSecure ? 443 : 80) : Number(url.port);
  const reached = await reach(url.hostname, port, run);
  const { socket } = reached;
  try {
    run.take(phase("dns", reached.dnsMs));
    run.take(phase("connect", reached.connectMs));
    let started = performance.now();
    const stream = isSecure
      ? await secure(socket, { ...question, serverName: url.hostname, protocols: ["http/1.1"] }, run)
      : socket;
    if (isSecure) run.take(phase("tls", performance.now() - started));
    started = performance.now();
    const response = await send(question, stream);
    run.take(phase("first-byte", performance.now() - started));
    started = performance.now();
    const body = await readAll(response, question.maxBytes);
    run.take(phase("transfer", performance.now() - started));
    const { location, "content-type": contentType = "" } = response.headers;
    return { status: response.statusCode ?? 0, location, contentType, body };
  } finally {
    socket.destroy();
  }
}

function send(question: HttpQuestion, stream: import("node:stream").Duplex): Promise<IncomingMessage> {
  const { url, body } = question;
  return new Promise((resolve, reject) => {
    const request: ClientRequest = startRequest({
      method: question.method,
      path: `${url.pathname}${url.search}`,
      headers: {
        host: url.host,
        "user-agent": "nocturne",
        accept: "*/*",
        "accept-encoding": "identity",
        connection: "close",
        ...(body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) }),
        ...question.headers,
      },
      createConnection: () => stream,
      maxHeaderSize: 32 * 1024,
    });
    request.once("error", (error: NodeJS.ErrnoException) => {
      reject(error instanceof ProbeFailure ? error : new ProbeFailure("protocol", error.code ?? error.message));
    });
    request.once("response", resolve);
    request.end(question.method === "HEAD" ? undefined : body);
  });
}

async function readAll(response: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  try {
    for await (const part of response as AsyncIterable<Buffer>) {
      size += part.length;
      if (size > maxBytes) throw new ProbeFailure("too-large", `the answer is larger than ${maxBytes} bytes`);
      parts.push(part);
    }
  } catch (error) {
    if (error instanceof ProbeFailure) throw error;
    throw new ProbeFailure("protocol", `the answer broke off: ${(error as NodeJS.ErrnoException).code ?? "unknown"}`);
  }
  return Buffer.concat(parts);
}
