import type pg from "pg";
import { monotonicMs } from "@/lib/platform/clock";

export type JournalRow = { org: string; seq: number; samples: number; payload: Buffer };

const ANSWER_WITHIN_MS = 3_000;
const SEEN_EVERY_MS = 1_800_000;

/** The one connection on which a process appends, and its epoch: a number that no other process ever had. */
export class JournalConnection {
  epoch: number | undefined;
  private client: pg.PoolClient | undefined;
  private seenAt = 0;
  private readonly texts = new Map<string, string>();

  constructor(private readonly pool: pg.Pool) {}

  /** Inserts the rows in one statement. With `again`, rows that are there already stay as they are. */
  async insert(segment: number, rows: readonly JournalRow[], again: boolean): Promise<void> {
    const client = this.client ?? (await this.connect());
    if (monotonicMs() - this.seenAt > SEEN_EVERY_MS) await this.beSeen(client);
    const values: unknown[] = [segment, this.epoch];
    for (const row of rows) values.push(row.seq, row.org, row.samples, row.payload);
    const name = `journal${again ? "-again" : ""}-${rows.length}`;
    await inTime(client.query({ name, text: this.textFor(name, rows.length, again), values }));
  }

  // Followers look only at writers seen since the oldest segment was opened, so a long silence ends with this.
  private async beSeen(client: pg.PoolClient): Promise<void> {
    await inTime(client.query("UPDATE store.writer SET seen_at = clock_timestamp() WHERE epoch = $1", [this.epoch]));
    this.seenAt = monotonicMs();
  }

  /** Whether a closed segment holds all of these rows. False once it is sealed away: then writing them again does no harm. */
  async holds(segment: number, rows: readonly JournalRow[]): Promise<boolean> {
    const { rows: found } = await this.pool.query<{ name: string | null }>("SELECT to_regclass($1) AS name", [
      `store.journal_${segment}`,
    ]);
    if (found[0]?.name === null) return false;
    const { rows: counted } = await this.pool.query<{ count: string }>(
      `SELECT count(*) FROM store.journal_${segment} WHERE segment = $1 AND writer = $2 AND seq = ANY($3::bigint[])`,
      [segment, this.epoch, rows.map((row) => row.seq)],
    );
    return Number(counted[0]?.count) === rows.length;
  }

  /** The server process behind the connection, by which a listener knows its own process's signals. */
  get backend(): number | undefined {
    return (this.client as { processID?: number } | undefined)?.processID;
  }

  /** Tells followers that there is something new; it may be lost. */
  signal(): void {
    this.client?.query("NOTIFY journal").catch(() => undefined);
  }

  /** Cuts the connection; the next insert opens another, in the same epoch. */
  drop(): void {
    this.client?.release(true);
    this.client = undefined;
  }

  /** Cuts the connection and gives up the epoch. */
  forget(): void {
    this.drop();
    this.epoch = undefined;
  }

  close(): void {
    this.client?.release();
    this.client = undefined;
  }

  private async connect(): Promise<pg.PoolClient> {
    const client = await this.pool.connect();
    try {
      // Acknowledged means on disk, whatever the server's default is.
      await inTime(
        client.query(
          `SELECT set_config('synchronous_commit', CASE current_setting('synchronous_commit')
             WHEN 'off' THEN 'on' ELSE current_setting('synchronous_commit') END, false)`,
        ),
      );
      if (this.epoch === undefined) {
        this.epoch = await registerWriter(client);
        this.seenAt = monotonicMs();
      }
    } catch (error) {
      client.release(true);
      throw error;
    }
    client.on("error", () => {
      if (this.client === client) this.drop();
    });
    this.client = client;
    return client;
  }

  private textFor(name: string, count: number, again: boolean): string {
    const known = this.texts.get(name);
    if (known !== undefined) return known;
    const tuples = Array.from({ length: count }, (_, n) => {
      const at = 3 + n * 4;
      return `($1, $2, $${at}, $${at + 1}, $${at + 2}, $${at + 3})`;
    });
    const text = `INSERT INTO store.journal (segment, writer, seq, organization_id, samples, payload) VALUES ${tuples.join(", ")}${again ? " ON CONFLICT (segment, writer, seq) DO NOTHING" : ""}`;
    this.texts.set(name, text);
    return text;
  }
}

async function registerWriter(client: pg.PoolClient): Promise<number> {
  const { rows } = await client.query<{ epoch: string }>("INSERT INTO store.writer DEFAULT VALUES RETURNING epoch");
  return Number(rows[0]?.epoch);
}

/** A half-open connection never answers: after three seconds it is as good as broken. */
async function inTime<T>(answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("the database did not answer in time")), ANSWER_WITHIN_MS);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
