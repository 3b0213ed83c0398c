import { Refusal } from "@/lib/kernel/refusal";
import type { Clock } from "@/lib/platform/clock";
import type { Database } from "@/lib/platform/db/pools";
import type { Log } from "@/lib/platform/log";
import type { Latest, Matcher, SeriesInfo, SeriesPoints } from "@/lib/telemetry/sample";
import { type Batch, type BatchOptions, type BatchSurroundings, SampleBatch } from "@/lib/telemetry/store/batch";
import { Follower, type Listener } from "@/lib/telemetry/store/journal/follower";
import { openSegment, Segments } from "@/lib/telemetry/store/journal/segments";
import { JournalWriter } from "@/lib/telemetry/store/journal/writer";
import type { StoreLimits } from "@/lib/telemetry/store/limits";
import { Organizations } from "@/lib/telemetry/store/organization";
import { readLatest } from "@/lib/telemetry/store/read/latest";
import { readRange } from "@/lib/telemetry/store/read/range";
import { planRange, type RangeRequest } from "@/lib/telemetry/store/step";

const HOUR_MS = 3_600_000;
const RETRY_WHEN_FULL_SECONDS = 10;
// From here on an early seal is asked for; there is room to go on while it runs.
const ASK_FROM = 0.7;

export type StoreStats = {
  series: number;
  samples: number;
  headBytes: number;
  organizations: number;
  segments: number;
};

/** Samples in and out of the one database: durable before the answer, recent ones in memory, old ones packed. */
export interface Store {
  begin(org: string, options?: Partial<BatchOptions>): Batch;
  /** Series that satisfy all matchers, at most `limit`. Throws a Refusal for a pattern that is not supported. */
  select(org: string, matchers: readonly Matcher[], limit: number): Promise<SeriesInfo[]>;
  /** The series with these ids; unknown ones are left out. */
  describe(org: string, ids: readonly number[]): Promise<SeriesInfo[]>;
  /** The last value of each series that has one. */
  latest(org: string, ids: readonly number[]): Promise<Latest[]>;
  /** Points of [fromMs, toMs) per known series, at most 1,000 each; see planRange for how the step is chosen. */
  range(org: string, ids: readonly number[], request: RangeRequest): Promise<SeriesPoints[]>;
  labelNames(org: string, limit: number): Promise<string[]>;
  labelValues(org: string, label: string, limit: number): Promise<string[]>;
  /** Calls back after each commit, own or followed, with columns that are valid during the call only. Returns how to stop. */
  onAccepted(listener: Listener): () => void;
  /** Resolves when everything that was durable before the call is in this process's head. */
  catchUp(): Promise<void>;
  stats(): StoreStats;
  stop(): Promise<void>;
}

export type StoreOptions = { database: Pick<Database, "system">; clock: Clock; limits: StoreLimits; log: Log };

/** What the sealer shares with the store of its own process. */
export type StoreCore = {
  readonly options: StoreOptions;
  readonly segments: Segments;
  readonly organizations: Organizations;
  readonly follower: Follower;
  readonly writer: JournalWriter;
};

/** Opens the store of this process and replays what is not sealed yet, so that the first read is whole. */
export async function createStore(options: StoreOptions): Promise<DatabaseStore> {
  const store = new DatabaseStore(options);
  await store.start();
  return store;
}

export class DatabaseStore implements Store {
  readonly core: StoreCore;
  private readonly listeners = new Set<Listener>();
  private readonly around: BatchSurroundings;
  private asked: number | undefined;

  constructor(readonly options: StoreOptions) {
    const { database, limits, log } = options;
    const pool = database.system;
    const segments = new Segments(pool);
    const organizations = new Organizations(pool, limits.seriesPerOrganization);
    const writer: JournalWriter = new JournalWriter({
      pool,
      segments,
      log,
      onAbandoned: (epoch, lastSeq) => follower.adopt(epoch, lastSeq),
    });
    const follower = new Follower({
      pool,
      segments,
      organizations,
      log,
      ownEpoch: () => writer.epoch,
      ownBackend: () => writer.backend,
      onFollowed: (...columns) => this.tell(...columns),
    });
    this.core = { options, segments, organizations, follower, writer };
    this.around = {
      lateMs: limits.lateHours * HOUR_MS,
      append: (entry) => writer.append(entry),
      admit: () => this.admit(),
      failed: (error) => log.warn({ err: error }, "series could not be loaded or stored"),
      onDurable: (org, { ids, ms, values, count }) => {
        if (this.listeners.size > 0)
          this.tell(org, ids.subarray(0, count), ms.subarray(0, count), values.subarray(0, count));
      },
    };
  }

  async start(): Promise<void> {
    const { database, clock } = this.options;
    await openSegment(database.system, Math.floor(clock.millis() / HOUR_MS));
    await this.core.follower.start();
  }

  begin(org: string, options: Partial<BatchOptions> = {}): Batch {
    return new SampleBatch(this.core.organizations.open(org), { source: "", ...options }, this.around);
  }

  /** A batch that moves samples, by slot, which an older segment holds: whatever their age, and telling nobody. */
  carrying(org: string, derived: boolean): SampleBatch {
    return new SampleBatch(this.core.organizations.open(org), { source: "", derived, carried: true }, this.around);
  }

  async select(org: string, matchers: readonly Matcher[], limit: number): Promise<SeriesInfo[]> {
    const { registry } = await this.open(org);
    return registry.postings.select(matchers, limit).map((slot) => registry.info(slot));
  }

  async describe(org: string, ids: readonly number[]): Promise<SeriesInfo[]> {
    const { registry } = await this.open(org);
    return ids.flatMap((id) => {
      const slot = registry.slotOf(id);
      return slot === undefined ? [] : [registry.info(slot)];
    });
  }

  async latest(org: string, ids: readonly number[]): Promise<Latest[]> {
    return readLatest(this.options.database.system, await this.open(org), ids);
  }

  async range(org: string, ids: readonly number[], request: RangeRequest): Promise<SeriesPoints[]> {
    const plan = planRange(request, this.options.clock.millis(), this.options.limits.retentionDays);
    return readRange(this.options.database.system, await this.open(org), ids, plan);
  }

  async labelNames(org: string, limit: number): Promise<string[]> {
    return (await this.open(org)).registry.postings.labelNames(limit);
  }

  async labelValues(org: string, label: string, limit: number): Promise<string[]> {
    return (await this.open(org)).registry.postings.labelValues(label, limit);
  }

  onAccepted(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  catchUp(): Promise<void> {
    return this.core.follower.poll();
  }

  stats(): StoreStats {
    const { organizations, segments } = this.core;
    const stats = {
      series: 0,
      samples: 0,
      headBytes: organizations.headBytes(),
      organizations: 0,
      segments: segments.list.length,
    };
    for (const { registry, head } of organizations.all()) {
      stats.organizations++;
      stats.series += registry.stored;
      for (const { samples } of head.generations) stats.samples += samples;
    }
    return stats;
  }

  async stop(): Promise<void> {
    await this.core.writer.stop();
    await this.core.follower.stop();
  }

  private async open(org: string) {
    const organization = this.core.organizations.open(org);
    await organization.ready();
    return organization;
  }

  private tell(...columns: Parameters<Listener>): void {
    for (const listener of this.listeners) {
      try {
        listener(...columns);
      } catch (error) {
        this.options.log.error({ err: error }, "a listener of accepted samples failed");
      }
    }
  }

  private admit(): void {
    const { headBytes: bound } = this.options.limits;
    const bytes = this.core.organizations.headBytes();
    if (bytes > bound * ASK_FROM) this.askForSeal();
    if (bytes > bound) {
      throw new Refusal("too-many", "refusals.tooMany", { retryAfterSeconds: RETRY_WHEN_FULL_SECONDS });
    }
  }

  private askForSeal(): void {
    const { current } = this.core.segments;
    if (current === undefined || current === this.asked) return;
    this.asked = current;
    this.options.database.system.query("UPDATE store.segment SET asked = true WHERE id = $1", [current]).catch(() => {
      this.asked = undefined;
    });
  }
}
