import http from "node:http";
import { setTimeout as delay } from "node:timers/promises";

export type Target = { url: string; headers?: Record<string, string> };
export type Answer = { status: number; headers: http.IncomingHttpHeaders; body: Buffer };
export type Sent = { requests: number; bytes: number; seconds: number; retries: number };

const REMOTE_WRITE = {
  "content-type": "application/x-protobuf",
  "content-encoding": "snappy",
  "x-prometheus-remote-write-version": "0.1.0",
};

/** One request with its whole answer, on a kept connection when an agent is given. */
export function ask(
  url: string,
  {
    method = "GET",
    headers = {},
    body,
    agent,
  }: { method?: string; headers?: http.OutgoingHttpHeaders; body?: Buffer | string; agent?: http.Agent } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { "content-length": Buffer.byteLength(body) };
    const request = http.request(url, { method, headers: { ...headers, ...length }, agent }, (response) => {
      const parts: Buffer[] = [];
      response.on("data", (part: Buffer) => parts.push(part));
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts) }),
      );
      response.on("error", reject);
    });
    request.on("error", reject);
    request.end(body);
  });
}

/** Sends remote-write bodies, each stream in order on a connection of its own; throws at the first body that is refused for good. */
export async function sendStreams(target: Target, streams: readonly Buffer[][]): Promise<Sent> {
  const began = performance.now();
  const sent = await Promise.all(streams.map((bodies) => sendInOrder(target, bodies)));
  return {
    requests: streams.reduce((sum, bodies) => sum + bodies.length, 0),
    bytes: streams.reduce((sum, bodies) => sum + bodies.reduce((all, body) => all + body.length, 0), 0),
    retries: sent.reduce((sum, retries) => sum + retries, 0),
    seconds: (performance.now() - began) / 1000,
  };
}

async function sendInOrder(target: Target, bodies: readonly Buffer[]): Promise<number> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  let retries = 0;
  try {
    for (const body of bodies) retries += await sendOne(target, body, agent);
  } finally {
    agent.destroy();
  }
  return retries;
}

async function sendOne(target: Target, body: Buffer, agent: http.Agent): Promise<number> {
  const headers = { ...REMOTE_WRITE, ...target.headers };
  for (let retries = 0; ; retries++) {
    const answer = await ask(target.url, { method: "POST", headers, body, agent });
    if (answer.status >= 200 && answer.status < 300) return retries;
    const isBusy = answer.status === 429 || answer.status === 503;
    if (!isBusy || retries >= 30)
      throw new Error(`${target.url} answered ${answer.status}: ${answer.body.toString().slice(0, 500)}`);
    await delay(Number(answer.headers["retry-after"] ?? 1) * 1000);
  }
}
