import type pg from "pg";
import type { Generation } from "@/lib/telemetry/store/head/generation";
import type { Organization } from "@/lib/telemetry/store/organization";
import type { Partitions } from "@/lib/telemetry/store/partitions";
import { Slice } from "@/lib/telemetry/store/seal/slice";
import { readChunks, writeSlice } from "@/lib/telemetry/store/seal/write-slice";

const HOUR_MS = 3_600_000;
const SLICE_SERIES = 1_000;
const SLICE_SAMPLES = 500_000;

export type SealSurroundings = {
  pool: pg.Pool;
  partitions: Partitions;
  /** Where a test may crash the sealer. */
  reach: (point: SealPoint) => void | Promise<void>;
};

/** The named points of sealing, in order; a crash at any of them is made good by sealing again. */
export const SEAL_POINTS = [
  "rotated",
  "closed",
  "carried",
  "partitions-made",
  "slice-read",
  "slice-written",
  "slice-committed",
  "dropping",
  "dropped",
] as const;
export type SealPoint = (typeof SEAL_POINTS)[number];

/** Thrown when the segment is gone: another sealer has finished it. */
export class SegmentGone extends Error {}

const slice = new Slice();

/** Writes one organization's samples of a closed segment that are before `endMs` into chunks and roll-ups, slice by slice. */
export async function sealOrganization(
  around: SealSurroundings,
  { id: org, registry }: Organization,
  generation: Generation,
  endMs: number,
): Promise<void> {
  const slots = sealable(generation, endMs);
  for (let from = 0; from < slots.length; ) {
    const some = takeSlice(slots, from, generation);
    from += some.length;
    const hours = hoursOf(generation, some, endMs);
    await around.partitions.ensure([...hours].map((hour) => hour * HOUR_MS));
    await around.reach("partitions-made");
    await inSealing(around, generation.segment, async (client) => {
      const ids = some.map((slot) => registry.idOf(slot));
      const sealed = await readChunks(client, org, ids, [...hours]);
      await around.reach("slice-read");
      slice.clear();
      for (const [n, slot] of some.entries()) slice.seal(generation, slot, ids[n] as number, endMs, sealed);
      await writeSlice(client, org, slice);
      await around.reach("slice-written");
    });
    await around.reach("slice-committed");
  }
}

function sealable(generation: Generation, endMs: number): number[] {
  const slots: number[] = [];
  for (let slot = 0; slot < generation.slots; slot++) {
    if (generation.countOf(slot) > 0 && generation.timeAt(slot, 0) < endMs) slots.push(slot);
  }
  return slots;
}

function takeSlice(slots: number[], from: number, generation: Generation): number[] {
  let samples = 0;
  let to = from;
  while (to < slots.length && to - from < SLICE_SERIES && samples < SLICE_SAMPLES) {
    samples += generation.countOf(slots[to++] as number);
  }
  return slots.slice(from, to);
}

function hoursOf(generation: Generation, slots: number[], endMs: number): Set<number> {
  const hours = new Set<number>();
  for (const slot of slots) {
    const end = generation.lowerBound(slot, endMs);
    for (let at = 0; at < end; ) {
      const hour = Math.floor(generation.timeAt(slot, at) / HOUR_MS);
      hours.add(hour);
      at = generation.lowerBound(slot, (hour + 1) * HOUR_MS);
    }
  }
  return hours;
}

/** A transaction that holds the segment's row: a sealer that was overtaken finds it gone and writes nothing. */
export async function inSealing<T>(
  { pool }: Pick<SealSurroundings, "pool">,
  segment: number,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query("BEGIN");
    await client.query("SET LOCAL statement_timeout = '60s'");
    await client.query("SET LOCAL lock_timeout = '10s'");
    const { rowCount } = await client.query("SELECT FROM store.segment WHERE id = $1 FOR UPDATE", [segment]);
    if (rowCount !== 1) throw new SegmentGone(`segment ${segment} is sealed`);
    const result = await work(client);
    await client.query("COMMIT");
    client.release();
    return result;
  } catch (error) {
    client.release(true);
    throw error;
  }
}
