import pg from "pg";
import type { Change } from "@/lib/live/contract";
import { roleUrl } from "@/lib/platform/db/roles";
import type { Log } from "@/lib/platform/log";

export type RelayListener = (org: string, change: Change) => void;
export type Relay = { onChange(listener: RelayListener): () => void; stop(): Promise<void> };
export type RelayDeps = { url: string; secret: string; system: pg.Pool; log: Log };

const POLL_MS = 1_000;
const RECONNECT_MS = 1_000;
const PAGE = 500;

type Row = { seq: string; kind: string; subject_kind: string; subject_id: string };

/**
 * Tells every committed record once, in each organization's order. LISTEN only wakes it; the truth is a cursor over the records, polled
 * each second as well, so that a lost notification delays a change and loses none.
 */
export async function createRelay({ url, secret, system, log }: RelayDeps): Promise<Relay> {
  const listeners = new Set<RelayListener>();
  const cursors = await readHeads(system);
  let stopped = false;

  async function catchUp(): Promise<void> {
    for (const [org, head] of await readHeads(system)) {
      for (let cursor = cursors.get(org) ?? 0n; cursor < head; cursor = cursors.get(org) ?? head)
        await tellPage(org, cursor);
    }
  }

  async function tellPage(org: string, after: bigint): Promise<void> {
    const rows = await readRecords(system, org, after);
    for (const row of rows) tell(org, row);
    const last = rows.at(-1);
    if (!last) throw new Error(`The records of ${org} end before their head`);
    cursors.set(org, BigInt(last.seq));
  }

  function tell(org: string, row: Row): void {
    const change = { seq: row.seq, kind: row.kind, subject: { kind: row.subject_kind, id: row.subject_id } };
    for (const listener of listeners) listener(org, change);
  }

  const wake = onceMore(
    () => (stopped ? Promise.resolve() : catchUp()),
    (error) => log.warn({ err: error }, "records cannot be read; trying again"),
  );
  const listening = listen(roleUrl(url, secret, "nocturne_system"), wake);
  const poll = setInterval(wake, POLL_MS);
  return {
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async stop() {
      stopped = true;
      clearInterval(poll);
      await listening.stop();
    },
  };
}

// One pass at a time; a call during a pass asks for one more after it.
function onceMore(pass: () => Promise<void>, failed: (error: unknown) => void): () => void {
  let running = false;
  let again = false;
  const run = () => {
    again = running;
    if (running) return;
    running = true;
    void pass()
      .catch(failed)
      .finally(() => {
        running = false;
        if (again) run();
      });
  };
  return run;
}

function listen(url: string, wake: () => void): { stop(): Promise<void> } {
  let client: pg.Client | undefined;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  const connect = async () => {
    if (stopped) return;
    client = new pg.Client({
      connectionString: url,
      application_name: "nocturne relay",
      keepAlive: true,
      connectionTimeoutMillis: 5_000,
    });
    client.on("notification", wake);
    client.on("error", () => undefined);
    client.once("end", () => {
      if (!stopped) timer = setTimeout(() => void connect().catch(() => undefined), RECONNECT_MS);
    });
    await client.connect().catch(() => client?.end());
    await client.query("LISTEN records").catch(() => undefined);
    wake();
  };
  void connect().catch(() => undefined);
  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await client?.end().catch(() => undefined);
    },
  };
}

async function readHeads(system: pg.Pool): Promise<Map<string, bigint>> {
  const { rows } = await system.query<{ organization_id: string; seq: string }>(
    "SELECT organization_id, seq FROM record_head",
  );
  return new Map(rows.map((row) => [row.organization_id, BigInt(row.seq)]));
}

async function readRecords(system: pg.Pool, org: string, after: bigint): Promise<Row[]> {
  const { rows } = await system.query<Row>(
    `SELECT seq, kind, subject_kind, subject_id FROM record WHERE organization_id = $1 AND seq > $2 ORDER BY seq LIMIT ${PAGE}`,
    [org, after.toString()],
  );
  return rows;
}
