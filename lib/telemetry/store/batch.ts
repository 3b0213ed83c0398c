import { Refusal } from "@/lib/kernel/refusal";
import type { Accepted, SeriesIdentity } from "@/lib/telemetry/sample";
import { limitReason, REFUSED, type Reasons } from "@/lib/telemetry/series/registry";
import {
  type BatchColumns,
  borrowColumns,
  makeColumns,
  returnColumns,
  widenColumns,
} from "@/lib/telemetry/store/batch-columns";
import type { Generation } from "@/lib/telemetry/store/head/generation";
import { CONFLICT, DUPLICATE, REPLACED } from "@/lib/telemetry/store/head/organization-head";
import { type Columns, encodePayload } from "@/lib/telemetry/store/journal/payload";
import type { Entry } from "@/lib/telemetry/store/journal/writer";
import type { Organization } from "@/lib/telemetry/store/organization";

const FUTURE_MS = 600_000;
const REASONS = 5;

// A batch that is settled holds nothing.
const NO_COLUMNS: BatchColumns = makeColumns(0);

export type BatchOptions = { source: string; derived?: boolean; carried?: boolean };

/** Collects the samples of one request without allocating per sample, then makes them durable together. */
export interface Batch {
  /** A handle for the series that the caller knows by `key` (unique per source in the organization); -1: refused and counted. */
  series(key: string, identity: () => SeriesIdentity): number;
  /** Adds a sample; with the handle of a refused series it is counted as refused. */
  sample(handle: number, ms: number, value: number): void;
  /** Resolves when what is new is on disk. Throws a Refusal: `unavailable` (nothing was stored) or `too-many`. */
  commit(now: Date): Promise<Accepted>;
}

export type BatchSurroundings = {
  lateMs: number;
  append: (entry: Entry) => void;
  /** Throws a Refusal when the process can hold no more. */
  admit: () => void;
  onDurable: (org: string, columns: Columns) => void;
  /** Told what the database said when series could not be loaded or stored. */
  failed: (error: unknown) => void;
};

export class SampleBatch implements Batch, Entry, Reasons {
  private readonly keys: Map<string, number>;
  private readonly reasons = new Set<string>();
  private held = borrowColumns();
  private count = 0;
  private readonly fresh = new Set<number>();
  private refused = 0;
  private result: Accepted = nothing();
  private replaced: { slot: number; at: number; before: number }[] = [];
  private generation: Generation | undefined;
  private settle: { resolve: (accepted: Accepted) => void; reject: (error: Error) => void } | undefined;
  private oldest = Number.NEGATIVE_INFINITY;
  private newest = 0;

  constructor(
    private readonly organization: Organization,
    private readonly options: BatchOptions,
    private readonly around: BatchSurroundings,
  ) {
    this.keys = organization.registry.keysOf(options.source);
  }

  get size(): number {
    return this.count;
  }

  get org(): string {
    return this.organization.id;
  }

  add(reason: string): void {
    if (this.reasons.size < REASONS) this.reasons.add(reason);
  }

  series(key: string, identity: () => SeriesIdentity): number {
    const { registry } = this.organization;
    let slot = this.keys.get(key);
    if (slot === undefined) {
      slot = registry.resolve(identity(), this);
      if (slot === REFUSED) return REFUSED;
      this.keys.set(key, slot);
    }
    if (registry.ids[slot] === 0) this.fresh.add(slot);
    return slot;
  }

  sample(handle: number, ms: number, value: number): void {
    if (handle < 0) {
      this.refused++;
      return;
    }
    const { held } = this;
    if (this.count === held.slots.length) {
      this.widen(handle, ms, value);
      return;
    }
    held.slots[this.count] = handle;
    // Times are whole milliseconds; NaN stays NaN and is refused as not a time.
    held.ms[this.count] = Math.floor(ms);
    held.values[this.count] = value;
    this.count++;
  }

  async commit(now: Date): Promise<Accepted> {
    if (this.options.carried) this.newest = Number.POSITIVE_INFINITY;
    else {
      this.around.admit();
      this.oldest = now.getTime() - this.around.lateMs;
      this.newest = now.getTime() + FUTURE_MS;
    }
    try {
      const ready = this.organization.ready();
      if (ready) await ready;
      if (this.fresh.size > 0) await this.organization.store([...this.fresh], now);
    } catch (error) {
      this.around.failed(error);
      throw new Refusal("unavailable", "refusals.unavailable", { retryAfterSeconds: 5 });
    }
    return new Promise((resolve, reject) => {
      this.settle = { resolve, reject };
      this.around.append(this);
    });
  }

  prepare(segment: number): { samples: number; payload: Buffer } | undefined {
    const { head } = this.organization;
    this.generation = head.generation(segment);
    this.result = { ...nothing(), refusedSeries: this.refused };
    this.replaced = [];
    const { held, oldest, newest } = this;
    const { slots, ms, values, taken } = held;
    taken.count = 0;
    for (let n = 0; n < this.count; n++) {
      const at = ms[n] as number;
      if (at >= oldest && at <= newest) this.judge(this.generation, slots[n] as number, at, values[n] as number);
      else this.outOfBounds(at);
    }
    this.result.accepted = taken.count;
    if (taken.count === 0) return undefined;
    const { derived = false, carried = false } = this.options;
    return { samples: taken.count, payload: encodePayload(taken, { derived, carried }) };
  }

  private judge(generation: Generation, slot: number, at: number, value: number): void {
    const { registry } = this.organization;
    const id = registry.ids[slot] as number;
    if (id === 0) {
      this.result.refusedSeries++;
      this.add(limitReason(registry.limit));
      return;
    }
    const judged = this.take(generation, slot, at, value);
    if (judged === DUPLICATE) this.result.duplicates++;
    else if (judged === CONFLICT) {
      this.result.conflicts++;
      this.add("a sample differs from the one stored before for the same series and time; the first is kept");
    } else {
      const { taken, takenSlots } = this.held;
      takenSlots[taken.count] = slot;
      taken.ids[taken.count] = id;
      taken.ms[taken.count] = at;
      taken.values[taken.count++] = value;
    }
  }

  private take(generation: Generation, slot: number, at: number, value: number): number {
    const { head } = this.organization;
    const { derived, carried } = this.options;
    if (carried) {
      if (derived) generation.derived.add(slot);
      return head.carry(generation, slot, at, value);
    }
    return derived ? this.replaceIn(generation, slot, at, value) : head.offer(generation, slot, at, value);
  }

  private replaceIn(generation: Generation, slot: number, at: number, value: number): number {
    const place = generation.find(slot, at);
    const before = place < 0 ? 0 : generation.valueAt(slot, place);
    const judged = this.organization.head.replace(generation, slot, at, value);
    if (judged === REPLACED && place >= 0) this.replaced.push({ slot, at, before });
    return judged;
  }

  private outOfBounds(at: number): void {
    if (at < this.oldest) {
      this.result.tooOld++;
      this.add(
        `a sample is older than the ${Math.round(this.around.lateMs / 360_000) / 10} hours in which late ones are taken`,
      );
    } else {
      this.result.tooNew++;
      this.add("a sample's time is not a time or is more than 10 minutes ahead of the console's clock");
    }
  }

  withdraw(): void {
    if (!this.generation) return;
    const { taken, takenSlots } = this.held;
    const kept = new Set(this.replaced.map(({ slot, at }) => `${slot} ${at}`));
    for (let n = 0; n < taken.count; n++) {
      const slot = takenSlots[n] as number;
      const at = taken.ms[n] as number;
      if (kept.size === 0 || !kept.has(`${slot} ${at}`)) this.organization.head.withdraw(this.generation, slot, at);
    }
    for (const { slot, at, before } of this.replaced) {
      this.organization.head.replace(this.generation, slot, at, before);
    }
    this.generation = undefined;
  }

  done(): void {
    const { taken } = this.held;
    if (taken.count > 0 && !this.options.carried) this.around.onDurable(this.org, taken);
    this.release();
    this.settle?.resolve({ ...this.result, reasons: [...this.reasons] });
  }

  fail(error: Error): void {
    this.release();
    this.settle?.reject(error);
  }

  private release(): void {
    returnColumns(this.held);
    this.held = NO_COLUMNS;
    this.count = 0;
  }

  private widen(handle: number, ms: number, value: number): void {
    this.held = widenColumns(this.held);
    this.sample(handle, ms, value);
  }
}

function nothing(): Accepted {
  return { accepted: 0, duplicates: 0, conflicts: 0, tooOld: 0, tooNew: 0, refusedSeries: 0, reasons: [] };
}
