import type { Clock } from "@/lib/platform/clock";
import type { Ctx } from "@/lib/platform/ctx";
import type { Database } from "@/lib/platform/db/pools";
import type { Log } from "@/lib/platform/log";
import { inTransaction } from "@/lib/platform/transaction";
import type { AssignedCheck } from "@/lib/probes/check-input";
import type { ProbeResult, ProbeSeries } from "@/lib/probes/probe";
import type { Batch } from "@/lib/telemetry/store/batch";
import type { Store } from "@/lib/telemetry/store/store";

export type Outcome = { check: AssignedCheck; result: ProbeResult; startedMs: number };

export type WriterDeps = { database: Database; store: Pick<Store, "begin">; clock: Clock; log: Log };

const CHECK_UP: ProbeSeries = { name: "check_up", labels: {}, unit: "count", kind: "gauge" };
const CHECK_DURATION: ProbeSeries = { name: "check_duration_seconds", labels: {}, unit: "seconds", kind: "gauge" };
// While the store refuses, this many outcomes wait; the oldest are given up first, and said to be.
const MOST_WAITING = 20_000;

/** Collects outcomes of an organization's checks and writes them together: what changed in words first, then the samples. */
export class OutcomeWriter {
  private waiting: Outcome[] = [];
  private readonly keys = new WeakMap<ProbeSeries, Map<string, string>>();
  private writing: Promise<void> | undefined;

  constructor(
    private readonly deps: WriterDeps,
    private readonly org: string,
    /** What each check said last, by id, so that only news is written. */
    private readonly said: Map<string, string>,
  ) {}

  add(outcome: Outcome): void {
    this.waiting.push(outcome);
    if (this.waiting.length <= MOST_WAITING) return;
    this.waiting.shift();
    this.deps.log.warn({ org: this.org }, "an outcome of a check was given up: the store has refused for too long");
  }

  /** Writes what waits; outcomes that the store did not take wait for the next call. */
  flush(): Promise<void> {
    this.writing ??= this.write().finally(() => {
      this.writing = undefined;
    });
    return this.writing;
  }

  private async write(): Promise<void> {
    if (this.waiting.length === 0) return;
    const taken = this.waiting;
    this.waiting = [];
    try {
      await this.writeNews(taken);
      const batch = this.deps.store.begin(this.org, { source: "checks" });
      for (const outcome of taken) this.put(batch, outcome);
      await batch.commit(this.deps.clock.now());
    } catch (error) {
      this.waiting = [...taken, ...this.waiting];
      this.deps.log.warn({ err: error, org: this.org }, "outcomes of checks were not written; trying again");
    }
  }

  private put(batch: Batch, { check, result, startedMs }: Outcome): void {
    this.sample(batch, check, CHECK_UP, startedMs, result.ok ? 1 : 0);
    const seconds = Math.round(result.durationMs * 100) / 100_000;
    this.sample(batch, check, CHECK_DURATION, startedMs, seconds);
    for (const { series, value } of result.samples) this.sample(batch, check, series, startedMs, value);
  }

  private sample(batch: Batch, check: AssignedCheck, series: ProbeSeries, ms: number, value: number): void {
    const handle = batch.series(this.keyOf(check, series), () => ({
      name: series.name,
      labels: { ...series.labels, ...check.labels },
      ...(series.unit === undefined ? {} : { unit: series.unit }),
      ...(series.kind === undefined ? {} : { kind: series.kind }),
    }));
    batch.sample(handle, ms, value);
  }

  private keyOf({ id, labels }: AssignedCheck, series: ProbeSeries): string {
    const byCheck = this.keys.get(series) ?? new Map<string, string>();
    let key = byCheck.get(id);
    if (key === undefined) {
      key = JSON.stringify([series.name, series.labels, labels]);
      byCheck.set(id, key);
      this.keys.set(series, byCheck);
    }
    return key;
  }

  private async writeNews(outcomes: readonly Outcome[]): Promise<void> {
    const news = new Map<string, { id: string; result: object; words: string }>();
    for (const { check, result, startedMs } of outcomes) {
      const words = wordsOf({ up: result.ok, reason: result.reason, detail: result.detail });
      if ((news.get(check.id)?.words ?? this.said.get(check.id)) === words) continue;
      const said = { up: result.ok, reason: result.reason ?? null, detail: result.detail ?? null };
      news.set(check.id, { id: check.id, result: { at: new Date(startedMs).toISOString(), ...said }, words });
    }
    if (news.size === 0) return;
    const rows = JSON.stringify([...news.values()].map(({ id, result }) => ({ id, result })));
    await inTransaction(
      this.ctx(),
      (tx) => tx.$executeRaw`UPDATE check_definition SET last_result = news.result
        FROM jsonb_to_recordset(${rows}::jsonb) AS news (id uuid, result jsonb)
        WHERE organization_id = ${this.org}::uuid AND check_definition.id = news.id AND collector_id IS NULL`,
    );
    for (const { id, words } of news.values()) this.said.set(id, words);
  }

  private ctx(): Ctx {
    const { database: db, clock } = this.deps;
    return { org: this.org, actor: { kind: "system", name: "worker" }, now: clock.now(), db, locale: "en" };
  }
}

/** What is compared to tell whether a check says something new. */
export function wordsOf(said: { up: unknown; reason?: unknown; detail?: unknown }): string {
  return JSON.stringify([said.up === true, said.reason ?? null, said.detail ?? null]);
}
