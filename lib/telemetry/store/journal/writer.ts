import type pg from "pg";
import { Refusal } from "@/lib/kernel/refusal";
import { monotonicMs } from "@/lib/platform/clock";
import type { Log } from "@/lib/platform/log";
import { JournalConnection, type JournalRow } from "@/lib/telemetry/store/journal/connection";
import { type Failure, judgeFailure } from "@/lib/telemetry/store/journal/failure";
import type { Segments } from "@/lib/telemetry/store/journal/segments";

/** One batch on its way: it judges itself when its turn has come, because only then all before it are settled. */
export interface Entry {
  readonly org: string;
  /** Puts what is new into the head's generation of that segment; undefined when there is nothing new. */
  prepare(segment: number): { samples: number; payload: Buffer } | undefined;
  /** Takes it out of the head again. */
  withdraw(): void;
  done(): void;
  fail(error: Error): void;
}

const GROUP_ROWS = 32;
const GIVE_UP_AFTER_MS = 5_000;
const RETRY_AFTER_SECONDS = 5;
const RETRY_EVERY_MS = 100;
const SIGNAL_EVERY_MS = 20;

export type WriterOptions = {
  pool: pg.Pool;
  segments: Segments;
  log: Log;
  /** An epoch whose last commit is in doubt: from now on it is followed like another process's. */
  onAbandoned: (epoch: number, lastSeq: number) => void;
};

/** Commits batches in order on one connection, all that wait in one statement, and settles them after the commit. */
export class JournalWriter {
  private readonly queue: Entry[] = [];
  private readonly connection: JournalConnection;
  private running: Promise<void> | undefined;
  private seq = 0;
  private signalledAt = 0;
  private signal: NodeJS.Timeout | undefined;
  private stopped = false;

  constructor(private readonly options: WriterOptions) {
    this.connection = new JournalConnection(options.pool);
  }

  get epoch(): number | undefined {
    return this.connection.epoch;
  }

  get backend(): number | undefined {
    return this.connection.backend;
  }

  append(entry: Entry): void {
    if (this.stopped) {
      entry.fail(unavailable());
      return;
    }
    this.queue.push(entry);
    this.running ??= this.run();
  }

  /** Resolves when what waits now is committed or given up. */
  async settled(): Promise<void> {
    await this.running;
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.running;
    clearTimeout(this.signal);
    this.connection.close();
  }

  private async run(): Promise<void> {
    // Yields once, so that batches of one turn of the event loop share a commit.
    await Promise.resolve();
    while (this.queue.length > 0) await this.commit(this.queue.splice(0, GROUP_ROWS));
    this.running = undefined;
  }

  private async commit(group: Entry[]): Promise<void> {
    const deadline = monotonicMs() + GIVE_UP_AFTER_MS;
    try {
      while (!(await this.attempt(group, deadline))) {
        if (monotonicMs() > deadline) throw new Error("no journal segment takes rows");
      }
      for (const entry of group) entry.done();
    } catch (error) {
      this.options.log.warn({ err: error, batches: group.length }, "batches could not be made durable");
      for (const entry of group) entry.fail(unavailable());
    }
  }

  /** One try in the current segment. False: the segment was closed meanwhile, try the next. Throws when nothing was made durable. */
  private async attempt(group: Entry[], deadline: number): Promise<boolean> {
    const { segments } = this.options;
    if (segments.current === undefined) await segments.refresh();
    const segment = segments.current;
    if (segment === undefined) throw new Error("no journal segment is open");
    const rows: JournalRow[] = [];
    try {
      for (const entry of group) {
        const prepared = entry.prepare(segment);
        if (prepared) rows.push({ org: entry.org, seq: this.seq + rows.length + 1, ...prepared });
      }
      if (rows.length === 0) return true;
      const committed = await this.insert(segment, rows, deadline);
      if (committed) {
        this.seq += rows.length;
        this.wake();
        return true;
      }
      for (const entry of group) entry.withdraw();
      await segments.refresh();
      return false;
    } catch (error) {
      for (const entry of group) entry.withdraw();
      throw error;
    }
  }

  /** True when committed, false when the segment takes no more rows. A lost connection is asked again, by the rows' own keys. */
  private async insert(segment: number, rows: JournalRow[], deadline: number): Promise<boolean> {
    let doubtful = false;
    for (;;) {
      try {
        await this.connection.insert(segment, rows, doubtful);
        return true;
      } catch (error) {
        const failure = judgeFailure(error);
        if (failure === "closed-segment") return doubtful && (await this.connection.holds(segment, rows));
        // Without an epoch nothing was sent yet.
        doubtful ||= failure === "doubtful" && this.connection.epoch !== undefined;
        await this.beforeNextTry(error, failure, doubtful, deadline);
      }
    }
  }

  private async beforeNextTry(error: unknown, failure: Failure, doubtful: boolean, deadline: number): Promise<void> {
    if (failure === "definite" && !doubtful) throw error;
    this.connection.drop();
    if (monotonicMs() > deadline) {
      if (doubtful) this.abandon();
      throw error;
    }
    await pause(RETRY_EVERY_MS);
  }

  private abandon(): void {
    const { epoch } = this.connection;
    if (epoch !== undefined) this.options.onAbandoned(epoch, this.seq);
    this.connection.forget();
    this.seq = 0;
  }

  /** Tells followers that there is something, at most 50 times a second; it may be lost, they look each second anyway. */
  private wake(): void {
    if (this.signal) return;
    const wait = Math.max(0, this.signalledAt + SIGNAL_EVERY_MS - monotonicMs());
    this.signal = setTimeout(() => {
      this.signal = undefined;
      this.signalledAt = monotonicMs();
      this.connection.signal();
    }, wait);
  }
}

function unavailable(): Refusal {
  return new Refusal("unavailable", "refusals.unavailable", { retryAfterSeconds: RETRY_AFTER_SECONDS });
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
