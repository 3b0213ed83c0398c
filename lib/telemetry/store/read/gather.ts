import { readChunk, type Samples } from "@/lib/telemetry/store/codec/chunk";
import type { Generation } from "@/lib/telemetry/store/head/generation";
import { mergeGeneration } from "@/lib/telemetry/store/read/merge";
import type { SealedRow } from "@/lib/telemetry/store/read/sealed-rows";

export type Wanted = { id: number; slot: number };

/** Collects the samples of [fromMs, toMs) from chunks in order and from the head; what is sealed stays, except for derived series. */
export function gather(
  into: Samples,
  chunks: readonly SealedRow[],
  generations: readonly Generation[],
  slot: number,
  fromMs: number,
  toMs: number,
): void {
  for (const { payload } of chunks) readChunk(payload, into);
  trim(into, fromMs, toMs);
  for (const generation of generations) mergeGeneration(into, generation, slot, fromMs, toMs);
}

function trim(samples: Samples, fromMs: number, toMs: number): void {
  const { ms, values } = samples;
  let end = samples.count;
  while (end > 0 && (ms[end - 1] as number) >= toMs) end--;
  let start = 0;
  while (start < end && (ms[start] as number) < fromMs) start++;
  if (start > 0) {
    ms.copyWithin(0, start, end);
    values.copyWithin(0, start, end);
  }
  samples.count = end - start;
}
