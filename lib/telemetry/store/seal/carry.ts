import type { Batch } from "@/lib/telemetry/store/batch";
import type { Generation } from "@/lib/telemetry/store/head/generation";
import type { Organization } from "@/lib/telemetry/store/organization";
import type { DatabaseStore } from "@/lib/telemetry/store/store";

const BATCH = 20_000;

/** Which share of a segment's samples are at or after an instant. */
export function carryShare(organizations: Iterable<Organization>, segment: number, fromMs: number): number {
  let all = 0;
  let later = 0;
  for (const { head } of organizations) {
    for (const generation of head.generations) {
      if (generation.segment !== segment) continue;
      all += generation.samples;
      later += countFrom(generation, fromMs);
    }
  }
  return all === 0 ? 0 : later / all;
}

function countFrom(generation: Generation, fromMs: number): number {
  if (generation.lastMs < fromMs) return 0;
  let later = 0;
  for (let slot = 0; slot < generation.slots; slot++) {
    later += generation.countOf(slot) - generation.lowerBound(slot, fromMs);
  }
  return later;
}

/** Appends the samples at or after `fromMs` to the open segment again, so that the old one can go without them. */
export async function carryOver(
  store: DatabaseStore,
  { id: org, head }: Organization,
  segment: number,
  fromMs: number,
  now: Date,
): Promise<void> {
  const generation = head.generations.find((one) => one.segment === segment);
  if (!generation || generation.lastMs < fromMs) return;
  for (const derived of [false, true]) {
    const slots = Array.from({ length: generation.slots }, (_, slot) => slot).filter(
      (slot) => generation.derived.has(slot) === derived,
    );
    await carrySlots(store, { org, derived }, slots, generation, fromMs, now);
  }
}

async function carrySlots(
  store: DatabaseStore,
  { org, derived }: { org: string; derived: boolean },
  slots: Iterable<number>,
  generation: Generation,
  fromMs: number,
  now: Date,
): Promise<void> {
  let batch = store.carrying(org, derived);
  for (const slot of slots) {
    addFrom(batch, generation, slot, fromMs);
    if (batch.size < BATCH) continue;
    await batch.commit(now);
    batch = store.carrying(org, derived);
  }
  if (batch.size > 0) await batch.commit(now);
}

function addFrom(batch: Batch, generation: Generation, slot: number, fromMs: number): void {
  for (let at = generation.lowerBound(slot, fromMs); at < generation.countOf(slot); at++) {
    batch.sample(slot, generation.timeAt(slot, at), generation.valueAt(slot, at));
  }
}
