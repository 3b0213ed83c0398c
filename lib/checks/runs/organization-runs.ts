import { nextDueMs } from "@/lib/checks/runs/due-times";
import { OutcomeWriter, type WriterDeps, wordsOf } from "@/lib/checks/runs/outcome-writer";
import { assignedCheck } from "@/lib/fleet/assigned-check";
import type { Ctx } from "@/lib/platform/ctx";
import { claimLease, type Lease, releaseLease } from "@/lib/platform/lease";
import { inTransaction } from "@/lib/platform/transaction";
import type { AssignedCheck } from "@/lib/probes/check-input";
import type { ProbeResult } from "@/lib/probes/probe";

export type RunCheck = (check: AssignedCheck, signal: AbortSignal) => Promise<ProbeResult>;
export type RunsDeps = WriterDeps & { secret: string; holder: string; run: RunCheck };

const LEASE_SECONDS = 10;
const RENEW_EVERY_MS = 3_000;
// A process that slept through most of its lease asks again before it starts anything.
const TRUST_MS = 8_000;

type Entry = {
  check: AssignedCheck;
  text: string;
  askedMs: number;
  dueMs: number;
  running: AbortController | undefined;
};

/** Runs the checks that one organization leaves to the console, while it holds that organization's lease. */
export class OrganizationRuns {
  private lease: Lease | undefined;
  private leasedAtMs = Number.NEGATIVE_INFINITY;
  private entries = new Map<string, Entry>();
  private fingerprint = "";
  private readonly said = new Map<string, string>();
  readonly writer: OutcomeWriter;

  constructor(
    private readonly deps: RunsDeps,
    readonly org: string,
  ) {
    this.writer = new OutcomeWriter(deps, org, this.said);
  }

  /** Keeps the lease and takes over what was edited; `fingerprint` changes with any edit. */
  async refresh(fingerprint: string, monotonicMs: number): Promise<void> {
    if (this.lease === undefined || monotonicMs - this.leasedAtMs >= RENEW_EVERY_MS) await this.claim(monotonicMs);
    if (!this.lease || fingerprint === this.fingerprint) return;
    this.assign(await this.load());
    this.fingerprint = fingerprint;
  }

  /** Starts what is due, the longest overdue first, at most `room` checks; answers how many were started. */
  start(nowMs: number, monotonicMs: number, room: number, ended: () => void): number {
    if (!this.lease || monotonicMs - this.leasedAtMs > TRUST_MS) return 0;
    const due: Entry[] = [];
    for (const entry of this.entries.values()) if (entry.dueMs <= nowMs && !entry.running) due.push(entry);
    if (due.length > room) due.sort((a, b) => a.dueMs - b.dueMs).length = room;
    for (const entry of due) this.startOne(entry, nowMs, ended);
    return due.length;
  }

  async stop(): Promise<void> {
    const { lease } = this;
    this.letGo();
    await this.writer.flush();
    if (lease) await releaseLease(this.deps.database.system, lease);
  }

  private async claim(monotonicMs: number): Promise<void> {
    const { database, holder } = this.deps;
    const lease = await claimLease(database.system, `run checks ${this.org}`, holder, LEASE_SECONDS);
    if (!lease || lease.fence !== this.lease?.fence) this.letGo();
    this.lease = lease;
    this.leasedAtMs = monotonicMs;
  }

  private letGo(): void {
    for (const entry of this.entries.values()) entry.running?.abort();
    this.entries.clear();
    this.fingerprint = "";
    this.lease = undefined;
  }

  private async load() {
    const { database: db, clock, secret } = this.deps;
    const ctx: Ctx = { org: this.org, actor: { kind: "system", name: "worker" }, now: clock.now(), db, locale: "en" };
    const rows = await inTransaction(ctx, (tx) =>
      tx.check.findMany({ where: { organizationId: this.org, collectorId: null, paused: false } }),
    );
    for (const { id, lastResult } of rows) {
      if (lastResult !== null && !this.said.has(id)) this.said.set(id, wordsOf(lastResult as { up: unknown }));
    }
    return rows.map((row) => ({ check: assignedCheck(row, secret), askedMs: row.askedAt?.getTime() ?? 0 }));
  }

  // An unchanged check keeps its place in time; a new, changed or asked one runs at once, unless this process only just began.
  private assign(given: { check: AssignedCheck; askedMs: number }[]): void {
    const before = this.entries;
    const begins = this.fingerprint === "";
    const nowMs = this.deps.clock.millis();
    this.entries = new Map(
      given.map(({ check, askedMs }) => {
        const text = JSON.stringify(check);
        const known = before.get(check.id);
        const same = known?.text === text;
        if (same && known.askedMs === askedMs) return [check.id, known];
        if (known && !same) known.running?.abort();
        const dueMs = begins ? nextDueMs(check.id, check.intervalSeconds * 1000, nowMs) : nowMs;
        return [check.id, { check, text, askedMs, dueMs, running: same ? known.running : undefined }];
      }),
    );
    for (const [id, entry] of before) if (!this.entries.has(id)) entry.running?.abort();
  }

  private startOne(entry: Entry, nowMs: number, ended: () => void): void {
    const { check } = entry;
    const controller = new AbortController();
    entry.running = controller;
    entry.dueMs = nextDueMs(check.id, check.intervalSeconds * 1000, nowMs);
    void this.deps
      .run(check, controller.signal)
      .then((result) => {
        if (!controller.signal.aborted) this.writer.add({ check, result, startedMs: nowMs });
      })
      .catch((error: unknown) => this.deps.log.error({ err: error, check: check.id }, "a probe threw"))
      .finally(() => {
        entry.running = undefined;
        ended();
      });
  }
}
