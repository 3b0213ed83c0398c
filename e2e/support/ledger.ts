import { setTimeout as delay } from "node:timers/promises";

type Entry = { ms: number; value: number };
type Point = { ms: number; last: number };

/** Clients that write samples without a pause, send each again until it is acknowledged, and remember what was. */
export type Ledger = {
  acknowledged(): number;
  /** How many attempts were answered with something else, or not at all. */
  refused(): number;
  /** Waits until this many more samples are acknowledged; throws after a minute. */
  more(count: number): Promise<void>;
  stop(): Promise<void>;
  /** What is missing, doubled or changed in the store, in words; empty when every acknowledged sample is there once. */
  audit(readToken: string): Promise<string[]>;
};

export type LedgerOptions = { address: string; token: string; name: string; clients?: number; startMs: number };

const PAUSE_MS = 40;
const MOST_PER_CLIENT = 900;

export function openLedger({ address, token, name, clients = 4, startMs }: LedgerOptions): Ledger {
  const books: Entry[][] = Array.from({ length: clients }, () => []);
  let refused = 0;
  let open = true;
  const write = async (client: number) => {
    for (let n = 0; open && n < MOST_PER_CLIENT; n++) {
      const entry = { ms: startMs + n * 10, value: client * 10_000 + n };
      while (!(await send(address, token, name, client, entry))) {
        refused += 1;
        // Only what was acknowledged is promised: an attempt that the end of the test cuts short is nobody's loss.
        if (!open) return;
        await delay(100);
      }
      books[client]?.push(entry);
      await delay(PAUSE_MS);
    }
  };
  const writers = books.map((_, client) => write(client));
  const acknowledged = () => books.reduce((sum, book) => sum + book.length, 0);
  return {
    acknowledged,
    refused: () => refused,
    async more(count) {
      const target = acknowledged() + count;
      for (let waited = 0; acknowledged() < target; waited += 50) {
        if (waited > 60_000)
          throw new Error(`Only ${acknowledged()} of ${target} samples were acknowledged in a minute`);
        await delay(50);
      }
    },
    async stop() {
      open = false;
      await Promise.all(writers);
    },
    async audit(readToken) {
      const findings: string[] = [];
      for (const [client, book] of books.entries()) {
        findings.push(...compare(client, book, await stored(address, readToken, name, client, startMs)));
      }
      return findings;
    },
  };
}

function compare(client: number, book: readonly Entry[], points: readonly Point[]): string[] {
  const there = new Map<number, number[]>();
  for (const { ms, last } of points) there.set(ms, [...(there.get(ms) ?? []), last]);
  return book.flatMap(({ ms, value }) => {
    const found = there.get(ms) ?? [];
    if (found.length === 1 && found[0] === value) return [];
    return [`client ${client}: the sample at ${ms} should be ${value} once, but is [${found.join(", ")}]`];
  });
}

async function send(
  address: string,
  token: string,
  name: string,
  client: number,
  { ms, value }: Entry,
): Promise<boolean> {
  const attributes = [{ key: "client", value: { stringValue: String(client) } }];
  const gauge = { dataPoints: [{ timeUnixNano: `${ms}000000`, asDouble: value, attributes }] };
  const body = { resourceMetrics: [{ resource: { attributes: [] }, scopeMetrics: [{ metrics: [{ name, gauge }] }] }] };
  try {
    const answer = await fetch(new URL("/v1/metrics", address), {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(10_000),
    });
    const said = await answer.text();
    if (answer.status >= 400 && answer.status < 500 && answer.status !== 429) {
      throw new Error(`A correct sample was refused: ${answer.status} ${said}`);
    }
    return answer.status === 200 && !said.includes("rejectedDataPoints");
  } catch (error) {
    if (error instanceof TypeError || (error as Error).name === "TimeoutError") return false;
    throw error;
  }
}

async function stored(address: string, token: string, name: string, client: number, startMs: number): Promise<Point[]> {
  const headers = { authorization: `Bearer ${token}` };
  const match = encodeURIComponent(`${name}{client="${client}"}`);
  const found = (await (await fetch(`${address}/api/v1/series?match=${match}`, { headers })).json()) as {
    series: { id: number }[];
  };
  const points: Point[] = [];
  for (const { id } of found.series) {
    const range = `series=${id}&fromMs=${startMs}&toMs=${startMs + MOST_PER_CLIENT * 10}&resolution=raw&maxPoints=1000`;
    const answer = await fetch(`${address}/api/v1/series/points?${range}&columns=last`, { headers });
    const said = (await answer.json()) as { series: { ms: number[]; last: number[] }[] };
    for (const one of said.series) points.push(...one.ms.map((ms, at) => ({ ms, last: one.last[at] ?? Number.NaN })));
  }
  return points;
}
