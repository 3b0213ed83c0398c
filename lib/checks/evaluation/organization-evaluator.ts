import { pastAnswers, pastReadings, replayFrom } from "@/lib/checks/evaluation/catch-up";
import type { Definition, JudgedChange } from "@/lib/checks/evaluation/definition";
import { SignalListener } from "@/lib/checks/evaluation/listener";
import { loadDefinition } from "@/lib/checks/evaluation/load-definition";
import { createWatch, type Watch } from "@/lib/checks/evaluation/watch";
import { writeChanges, writeUntil } from "@/lib/checks/evaluation/write-changes";
import type { Clock } from "@/lib/platform/clock";
import type { Ctx } from "@/lib/platform/ctx";
import type { Database } from "@/lib/platform/db/pools";
import { claimLease, type Lease, releaseLease } from "@/lib/platform/lease";
import type { Log } from "@/lib/platform/log";
import type { Store } from "@/lib/telemetry/store/store";

export type EvaluatorStore = Pick<Store, "select" | "describe" | "range" | "onAccepted">;
export type EvaluatorDeps = { database: Database; store: EvaluatorStore; clock: Clock; log: Log; holder: string };

const LEASE_SECONDS = 10;
const RENEW_EVERY_MS = 3_000;
const UNTIL_EVERY_MS = 10_000;

type Columns = { ids: Float64Array; ms: Float64Array; values: Float64Array };
type Answer = { atMs: number; up: boolean; durationMs: number | null };
type Loaded = {
  watch: Watch;
  listener: SignalListener;
  checks: Map<string, string>;
  hosts: Map<string, string>;
  /** The last answer of checks that are not known here yet: a new check may answer before its definition is read. */
  early: Map<string, Answer>;
};

const MOST_EARLY = 1_000;

/** Judges one organization while it holds that organization's lease. */
export class OrganizationEvaluator {
  private lease: Lease | undefined;
  private leasedAtMs = Number.NEGATIVE_INFINITY;
  private loaded: Loaded | undefined;
  private early: Columns[] | undefined;
  private headSeq = "";
  private untilAtMs = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly deps: EvaluatorDeps,
    readonly org: string,
    private readonly wake: () => void,
  ) {}

  /** Takes accepted samples; while the past is still being read they wait their turn. */
  take(ids: Float64Array, ms: Float64Array, values: Float64Array): void {
    if (this.early) this.early.push({ ids: ids.slice(), ms: ms.slice(), values: values.slice() });
    else this.loaded?.listener.take({ ids, ms, values });
  }

  seen(collector: string, atMs: number): void {
    this.loaded?.watch.seen(collector, atMs);
  }

  /** One pass: keep the lease, take over what was edited, judge, write. A pass that fails forgets everything and begins again from the rows. */
  async pass(headSeq: string, monotonicMs: number): Promise<void> {
    if (!(await this.holdLease(monotonicMs)) || !this.lease) return;
    try {
      if (!this.loaded) await this.load(this.lease);
      else if (headSeq !== this.headSeq) await this.reload();
      this.headSeq = headSeq;
      await this.loaded?.listener.settled();
      await this.judge(this.lease, this.deps.clock.millis());
    } catch (error) {
      this.forget();
      throw error;
    }
  }

  async stop(): Promise<void> {
    const { lease } = this;
    this.forget();
    if (lease) await releaseLease(this.deps.database.system, lease);
  }

  private async holdLease(monotonicMs: number): Promise<boolean> {
    if (this.lease && monotonicMs - this.leasedAtMs < RENEW_EVERY_MS) return true;
    const { database, holder } = this.deps;
    const lease = await claimLease(database.system, `evaluate ${this.org}`, holder, LEASE_SECONDS);
    if (!lease || lease.fence !== this.lease?.fence) this.forget();
    this.lease = lease;
    this.leasedAtMs = monotonicMs;
    return lease !== undefined;
  }

  private forget(): void {
    this.loaded = undefined;
    this.early = undefined;
    this.lease = undefined;
  }

  private async load(lease: Lease): Promise<void> {
    const { database, store, clock } = this.deps;
    this.early = [];
    const now = clock.now();
    const { definition, untilMs } = await loadDefinition(database.system, this.org, now);
    const nowMs = now.getTime();
    const knownUntilMs = Math.min(untilMs ?? nowMs, nowMs);
    const watch = createWatch();
    watch.define(definition, knownUntilMs);
    const loaded = this.understand(watch);
    name(loaded, definition);
    // Readings first: a host whose readings are not known yet would be judged as one that never sent any.
    for (const { host, ...reading } of await pastReadings(store, this.org, definition, nowMs)) {
      const id = loaded.hosts.get(host);
      if (id) watch.reading(id, reading);
    }
    const changes = await this.replay(loaded, definition, knownUntilMs, nowMs);
    if (changes.length > 0) await writeChanges(this.ctx(now), lease, changes);
    this.loaded = loaded;
    const early = this.early ?? [];
    this.early = undefined;
    for (const columns of early) loaded.listener.take(columns);
  }

  private async replay(
    { watch, checks }: Loaded,
    definition: Definition,
    knownUntilMs: number,
    nowMs: number,
  ): Promise<JudgedChange[]> {
    const window = { fromMs: replayFrom(definition, knownUntilMs, nowMs), toMs: nowMs + 1 };
    const changes: JudgedChange[] = [];
    for await (const answers of pastAnswers(this.deps.store, this.org, definition, window)) {
      for (const { check, ...answer } of answers) {
        const id = checks.get(check);
        const changed = id !== undefined && watch.answer(id, answer, answer.atMs);
        if (changed && answer.atMs > knownUntilMs) changes.push(...watch.judge(answer.atMs));
      }
    }
    return changes;
  }

  private understand(watch: Watch): Loaded {
    const checks = new Map<string, string>();
    const hosts = new Map<string, string>();
    const early = new Map<string, Answer>();
    const listener = new SignalListener(this.deps.store, this.org, {
      answer: (slug, atMs, up, durationMs) => {
        const id = checks.get(slug);
        if (!id) keep(early, slug, { atMs, up, durationMs });
        else if (watch.answer(id, { atMs, up, durationMs }, this.deps.clock.millis())) this.wake();
      },
      reading: (host, what, mount, atMs, value) => {
        const id = hosts.get(host);
        if (id) watch.reading(id, { what, mount, atMs, value });
      },
    });
    return { watch, listener, checks, hosts, early };
  }

  private async reload(): Promise<void> {
    if (!this.loaded) return;
    const now = this.deps.clock.now();
    const { definition } = await loadDefinition(this.deps.database.system, this.org, now);
    this.loaded.watch.define(definition, now.getTime());
    name(this.loaded, definition);
    const { watch, checks, early } = this.loaded;
    for (const [slug, answer] of early) {
      const id = checks.get(slug);
      if (id === undefined) continue;
      early.delete(slug);
      watch.answer(id, answer, now.getTime());
    }
  }

  private async judge(lease: Lease, nowMs: number): Promise<void> {
    const changes = this.loaded?.watch.judge(nowMs) ?? [];
    const ctx = this.ctx(new Date(nowMs));
    if (changes.length > 0) {
      const written = await writeChanges(ctx, lease, changes);
      // A row that was deleted or changed by another hand: begin again from what the rows say.
      if (written < changes.length) this.loaded = undefined;
    }
    if (changes.length === 0 && nowMs - this.untilAtMs < UNTIL_EVERY_MS) return;
    await writeUntil(ctx, lease);
    this.untilAtMs = nowMs;
  }

  private ctx(now: Date): Ctx {
    return { org: this.org, actor: { kind: "system", name: "worker" }, now, db: this.deps.database, locale: "en" };
  }
}

function keep(early: Map<string, Answer>, slug: string, answer: Answer): void {
  early.delete(slug);
  early.set(slug, answer);
  const [oldest] = early.keys();
  if (early.size > MOST_EARLY && oldest !== undefined) early.delete(oldest);
}

function name(
  loaded: Loaded,
  { checks, hosts }: { checks: { slug: string; id: string }[]; hosts: { name: string; id: string }[] },
): void {
  loaded.checks.clear();
  loaded.hosts.clear();
  for (const check of checks) loaded.checks.set(check.slug, check.id);
  for (const host of hosts) loaded.hosts.set(host.name, host.id);
}
