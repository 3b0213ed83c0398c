import type pg from "pg";
import type { Log } from "@/lib/platform/log";
import { copyOut, integers } from "@/lib/telemetry/store/copy-out";
import { type Columns, columnsFor, decodePayload } from "@/lib/telemetry/store/journal/payload";
import type { Segment, Segments } from "@/lib/telemetry/store/journal/segments";
import type { Organization, Organizations } from "@/lib/telemetry/store/organization";

const POLL_EVERY_MS = 1_000;
// Signals of a busy writer come 50 a second; looking ten times as often as a screen ticks would only cost queries.
const HEED_EVERY_MS = 100;
const ROWS_AT_ONCE = 200;
const RELATION_GONE = "42P01";

type Row = { writer: number; seq: number; org: string; payload: Buffer };
export type Listener = (org: string, ids: Float64Array, ms: Float64Array, values: Float64Array) => void;

export type FollowerOptions = {
  pool: pg.Pool;
  segments: Segments;
  organizations: Organizations;
  log: Log;
  /** The epoch of this process's own writer: its rows are in the head already. */
  ownEpoch: () => number | undefined;
  /** The server process on which it appends: its signals are no news here. */
  ownBackend: () => number | undefined;
  onFollowed: Listener;
};

/** Builds the head from what every writer has made durable: a watermark per segment and writer, woken by NOTIFY, polling each second. */
export class Follower {
  private readonly marks = new Map<number, Map<number, number>>();
  private readonly complete = new Set<number>();
  private polling: Promise<void> | undefined;
  private again = false;
  private timer: NodeJS.Timeout | undefined;
  private listening: pg.PoolClient | undefined;
  private heeding: NodeJS.Timeout | undefined;
  private stopped = false;
  private opening = false;
  private replaying = true;
  private readonly columns = columnsFor(4096);

  constructor(private readonly options: FollowerOptions) {}

  /** Replays every unsealed segment, then keeps following. */
  async start(): Promise<void> {
    await this.poll();
    this.replaying = false;
    this.timer = setInterval(() => this.wake(), POLL_EVERY_MS);
    this.timer.unref();
    // Without it news arrive a second late, nothing more.
    await this.listen().catch(() => undefined);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearInterval(this.timer);
    clearTimeout(this.heeding);
    if (this.listening) this.lose(this.listening);
    await this.polling?.catch(() => undefined);
  }

  /** An epoch of our own that ended in doubt: what it committed after that sequence is read back. */
  adopt(epoch: number, lastSeq: number): void {
    for (const { id } of this.options.segments.list) {
      this.marksOf(id).set(epoch, lastSeq);
      this.complete.delete(id);
    }
  }

  /** Whether all rows of a closed segment are in the head. */
  isComplete(segment: number): boolean {
    return this.complete.has(segment);
  }

  /** Reads what is new; callers that come while it reads share one more round, so what was committed before the call is in the head after it. */
  poll(): Promise<void> {
    if (this.polling) {
      this.again = true;
      return this.polling;
    }
    return this.track(this.rounds());
  }

  // One look at a time; whoever asks meanwhile gets a whole round after it.
  private track(looking: Promise<void>): Promise<void> {
    this.polling = looking
      .then(() => (this.again && !this.stopped ? this.rounds() : undefined))
      .finally(() => {
        this.polling = undefined;
      });
    return this.polling;
  }

  private async rounds(): Promise<void> {
    do {
      this.again = false;
      await this.round();
    } while (this.again && !this.stopped);
  }

  private wake(): void {
    if (this.stopped) return;
    this.poll().catch((error: unknown) => this.options.log.debug({ err: error }, "the journal could not be read"));
    if (!this.listening) this.listen().catch(() => undefined);
  }

  /** Looks at the segments known so far, soon; new segments and writers are found by the poll of each second. */
  private heed(): void {
    if (this.heeding || this.stopped) return;
    this.heeding = setTimeout(() => {
      this.heeding = undefined;
      if (this.polling) this.again = true;
      else this.track(this.followKnown()).catch(() => undefined);
    }, HEED_EVERY_MS);
  }

  private async followKnown(): Promise<void> {
    for (const segment of this.options.segments.list) await this.followSegment(segment);
  }

  private async listen(): Promise<void> {
    if (this.stopped || this.listening || this.opening) return;
    this.opening = true;
    try {
      const client = await this.options.pool.connect();
      client.on("error", () => this.lose(client));
      client.on("notification", ({ processId }) => {
        if (processId !== this.options.ownBackend()) this.heed();
      });
      this.listening = client;
      await client.query("LISTEN journal");
    } catch (error) {
      if (this.listening) this.lose(this.listening);
      throw error;
    } finally {
      this.opening = false;
    }
  }

  private lose(client: pg.PoolClient): void {
    if (this.listening !== client) return;
    this.listening = undefined;
    client.release(true);
  }

  private async round(): Promise<void> {
    const { segments } = this.options;
    await segments.refresh();
    await this.followKnown();
    this.forgetSealed(new Set(segments.list.map(({ id }) => id)));
  }

  private forgetSealed(present: Set<number>): void {
    for (const { head } of this.options.organizations.all()) {
      for (const { segment } of head.generations) if (!present.has(segment)) head.drop(segment);
    }
    for (const segment of this.marks.keys()) if (!present.has(segment)) this.marks.delete(segment);
    for (const segment of this.complete) if (!present.has(segment)) this.complete.delete(segment);
  }

  private async followSegment({ id, closed }: Segment): Promise<void> {
    if (this.complete.has(id)) return;
    const own = this.options.ownEpoch();
    const writers = this.options.segments.writers.filter((writer) => writer !== own);
    try {
      for (let count = ROWS_AT_ONCE; count >= ROWS_AT_ONCE && writers.length > 0; ) {
        const rows = await this.read(id, writers);
        for (const row of rows) await this.apply(id, row);
        count = rows.length;
      }
      if (closed) this.complete.add(id);
    } catch (error) {
      if ((error as { code?: string }).code !== RELATION_GONE) throw error;
    }
  }

  private async read(segment: number, writers: number[]): Promise<Row[]> {
    const marks = this.marksOf(segment);
    const epochs = integers(writers, "bigint");
    const after = integers(
      writers.map((writer) => marks.get(writer) ?? 0),
      "bigint",
    );
    const copied = await copyOut(
      this.options.pool,
      `SELECT j.writer, j.seq, j.organization_id, j.payload FROM unnest(${epochs}, ${after}) AS w(epoch, mark)
        CROSS JOIN LATERAL (SELECT * FROM store.journal_${segment} r
          WHERE r.segment = ${segment} AND r.writer = w.epoch AND r.seq > w.mark ORDER BY r.seq LIMIT ${ROWS_AT_ONCE}) j
        ORDER BY j.writer, j.seq`,
    );
    const rows: Row[] = [];
    while (copied.next()) {
      rows.push({ writer: copied.int(), seq: copied.int(), org: copied.uuid(), payload: copied.payload() });
    }
    return rows;
  }

  private marksOf(segment: number): Map<number, number> {
    let marks = this.marks.get(segment);
    if (!marks) {
      marks = new Map();
      this.marks.set(segment, marks);
    }
    return marks;
  }

  private async apply(segment: number, row: Row): Promise<void> {
    const { columns } = this;
    const organization = this.options.organizations.open(row.org);
    await organization.ready();
    const { derived, carried } = decodePayload(row.payload, columns);
    await organization.learn(this.unknownIds(organization));
    takeIn(organization, segment, columns, carried ? "carry" : derived ? "replace" : "follow");
    if (carried && derived) markDerived(organization, segment, columns);
    this.marksOf(segment).set(row.writer, row.seq);
    if (this.replaying || carried) return;
    const { count } = columns;
    this.options.onFollowed(
      row.org,
      columns.ids.subarray(0, count),
      columns.ms.subarray(0, count),
      columns.values.subarray(0, count),
    );
  }

  private unknownIds({ registry }: Organization): number[] {
    const unknown = new Set<number>();
    let guess = 0;
    for (let at = 0; at < this.columns.count; at++) {
      const id = this.columns.ids[at] as number;
      // Series are stored in the order in which senders name them, so the next slot is nearly always the right one.
      guess = registry.ids[guess + 1] === id ? guess + 1 : (registry.slotOf(id) ?? -1);
      if (guess < 0) {
        unknown.add(id);
        guess = 0;
      }
    }
    return [...unknown];
  }
}

function markDerived({ registry, head }: Organization, segment: number, { count, ids }: Columns): void {
  const generation = head.generation(segment);
  for (let at = 0; at < count; at++) generation.derived.add(registry.slotOf(ids[at] as number) ?? 0);
}

function takeIn(
  { registry, head }: Organization,
  segment: number,
  { count, ids, ms, values }: Columns,
  how: "follow" | "replace" | "carry",
): void {
  const generation = head.generation(segment);
  let slot = 0;
  for (let at = 0; at < count; at++) {
    const id = ids[at] as number;
    slot = registry.ids[slot + 1] === id ? slot + 1 : (registry.slotOf(id) ?? -1);
    if (slot >= 0) head[how](generation, slot, ms[at] as number, values[at] as number);
    else slot = 0;
  }
}
