import type pg from "pg";
import type { SeriesPoints } from "@/lib/telemetry/sample";
import { Buckets } from "@/lib/telemetry/store/codec/buckets";
import { type Samples, samplesFor } from "@/lib/telemetry/store/codec/chunk";
import { readHours, readRecord } from "@/lib/telemetry/store/codec/hours";
import { readMinutes } from "@/lib/telemetry/store/codec/minutes";
import type { Generation } from "@/lib/telemetry/store/head/generation";
import { gather, type Wanted } from "@/lib/telemetry/store/read/gather";
import { bucketPoints } from "@/lib/telemetry/store/read/points";
import { CHUNKS, DAYS, HOURS, MINUTES, readSealedRows, type SealedRow } from "@/lib/telemetry/store/read/sealed-rows";
import type { Plan } from "@/lib/telemetry/store/step";

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

type RollupRequest = { pool: pg.Pool; org: string; wanted: Wanted[]; generations: Generation[]; plan: Plan };
type Span = { stepMs: number; fromMs: number; toMs: number };

/**
 * Points from roll-ups. Hours of which the head still holds samples are counted again from their raw samples, sealed and not,
 * because their roll-up does not know the newest ones.
 */
export async function readRollups({ pool, org, wanted, generations, plan }: RollupRequest): Promise<SeriesPoints[]> {
  const { resolution, stepMs } = plan;
  // Buckets are put together at the grain at which an hour can be told from its neighbours, then summed up to the step.
  const grainMs = resolution === "1m" ? MINUTE_MS : HOUR_MS;
  const span = { fromMs: Math.floor(plan.fromMs / stepMs) * stepMs, toMs: plan.toMs, stepMs };
  const ids = wanted.map(({ id }) => id);
  const fresh = wanted.map(({ slot }) => freshHours(generations, slot, span));
  const chunks = await readSealedRows(pool, org, CHUNKS, ids, [...new Set(fresh.flat())]);
  const read = await SEALED[resolution as "1m" | "1h" | "1d"](pool, org, ids, span, daysOf(fresh));
  const sealed = new Buckets(1024);
  const unsealed = new Buckets(256);
  const merged = new Buckets(1024);
  return wanted.map(({ id, slot }, nth) => {
    const hours = fresh[nth] ?? [];
    sealed.clear();
    read(id, sealed, hours.length === 0 ? stepMs : grainMs);
    if (hours.length === 0) return bucketPoints(id, sealed, resolution, stepMs);
    unsealed.clear();
    recount(unsealed, chunks.of(id), generations, slot, hours, { ...span, stepMs: grainMs });
    merged.clear();
    overlay(merged, sealed, unsealed, stepMs);
    return bucketPoints(id, merged, resolution, stepMs);
  });
}

/** The hours of a series that the head holds samples of, in order. */
function freshHours(generations: readonly Generation[], slot: number, { fromMs, toMs }: Span): number[] {
  const hours = new Set<number>();
  for (const generation of generations) {
    const end = generation.lowerBound(slot, toMs);
    // From the start of the hour, so that a bucket that began before the range is whole.
    for (let at = generation.lowerBound(slot, Math.floor(fromMs / HOUR_MS) * HOUR_MS); at < end; ) {
      const hour = Math.floor(generation.timeAt(slot, at) / HOUR_MS);
      hours.add(hour);
      at = generation.lowerBound(slot, (hour + 1) * HOUR_MS);
    }
  }
  return [...hours].sort((one, other) => one - other);
}

function daysOf(fresh: number[][]): number[] {
  return [...new Set(fresh.flat().map((hour) => Math.floor(hour / 24)))];
}

const samples: Samples = samplesFor(512);

function recount(
  into: Buckets,
  chunks: readonly SealedRow[],
  generations: readonly Generation[],
  slot: number,
  hours: readonly number[],
  span: Span,
): void {
  for (const hour of hours) {
    samples.count = 0;
    const from = Math.max(hour * HOUR_MS, span.fromMs);
    const to = Math.min((hour + 1) * HOUR_MS, span.toMs);
    gather(
      samples,
      chunks.filter(({ key }) => key === hour),
      generations,
      slot,
      from,
      to,
    );
    into.addSamples(samples, 0, samples.count, span.stepMs);
  }
}

/** Puts two runs of buckets together in time order; where both have one, the second's counts. */
function overlay(into: Buckets, base: Buckets, top: Buckets, stepMs: number): void {
  let left = 0;
  let right = 0;
  while (left < base.size || right < top.size) {
    const leftMs = left < base.size ? (base.ms[left] as number) : Number.POSITIVE_INFINITY;
    const rightMs = right < top.size ? (top.ms[right] as number) : Number.POSITIVE_INFINITY;
    if (rightMs <= leftMs) copy(into, top, right++, stepMs);
    else copy(into, base, left, stepMs);
    if (leftMs <= rightMs) left++;
  }
}

function copy(into: Buckets, from: Buckets, at: number, stepMs: number): void {
  const start = from.ms[at] as number;
  into.add(
    start - (start % stepMs),
    from.min[at] as number,
    from.max[at] as number,
    from.sum[at] as number,
    from.last[at] as number,
    from.count[at] as number,
  );
}

type ReadSeries = (id: number, into: Buckets, stepMs: number) => void;
type ReadSealed = (pool: pg.Pool, org: string, ids: number[], span: Span, freshDays: number[]) => Promise<ReadSeries>;

const readSealedMinutes: ReadSealed = async (pool, org, ids, span) => {
  const { fromMs, toMs } = span;
  const keys = { from: Math.floor(fromMs / HOUR_MS), to: Math.floor((toMs - 1) / HOUR_MS) };
  const rows = await readSealedRows(pool, org, MINUTES, ids, keys);
  return (id, into, stepMs) => {
    for (const { key, payload } of rows.of(id)) readMinutes(payload, key * HOUR_MS, into, { fromMs, toMs, stepMs });
  };
};

const readSealedHours: ReadSealed = async (pool, org, ids, span) => {
  const { fromMs, toMs } = span;
  const keys = { from: Math.floor(fromMs / DAY_MS), to: Math.floor((toMs - 1) / DAY_MS) };
  const rows = await readSealedRows(pool, org, HOURS, ids, keys);
  return (id, into, stepMs) => {
    for (const row of rows.of(id)) addHours(row, into, { fromMs, toMs, stepMs });
  };
};

// A day that the head still adds to is read by its hours, so that only the hours it adds to are counted again.
const readSealedDays: ReadSealed = async (pool, org, ids, span, freshDays) => {
  const keys = { from: Math.floor(span.fromMs / DAY_MS), to: Math.floor((span.toMs - 1) / DAY_MS) };
  const [days, hours] = await Promise.all([
    readSealedRows(pool, org, DAYS, ids, keys),
    readSealedRows(pool, org, HOURS, ids, freshDays),
  ]);
  const open = new Set(freshDays);
  return (id, into, stepMs) => {
    const byHours = new Map(hours.of(id).map((row) => [row.key, row]));
    for (const row of days.of(id)) {
      const openDay = open.has(row.key) ? byHours.get(row.key) : undefined;
      if (openDay) addHours(openDay, into, { ...span, stepMs });
      else readRecord(viewOf(row.payload), 0, row.key * DAY_MS - ((row.key * DAY_MS) % stepMs), into);
    }
  };
};

const SEALED = { "1m": readSealedMinutes, "1h": readSealedHours, "1d": readSealedDays } as const;

function addHours({ key, payload }: SealedRow, into: Buckets, span: Span): void {
  readHours(viewOf(payload), 0, key * DAY_MS, into, span);
}

function viewOf(payload: Buffer): DataView {
  return new DataView(payload.buffer, payload.byteOffset, payload.length);
}
