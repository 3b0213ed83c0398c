import { Buckets } from "@/lib/telemetry/store/codec/buckets";
import { ByteWriter } from "@/lib/telemetry/store/codec/byte-writer";
import { readChunk, type Samples, samplesFor, writeChunk } from "@/lib/telemetry/store/codec/chunk";
import { type Rollup, totalOf } from "@/lib/telemetry/store/codec/hours";
import { writeMinutes } from "@/lib/telemetry/store/codec/minutes";
import type { Generation } from "@/lib/telemetry/store/head/generation";
import { mergeGeneration } from "@/lib/telemetry/store/read/merge";

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/** Many payloads in one parameter: rows are cut out of it on the server, which is far cheaper than a parameter each. */
export class PackedRows {
  readonly ids: number[] = [];
  readonly keys: number[] = [];
  readonly offsets: number[] = [];
  readonly lengths: number[] = [];
  readonly writer = new ByteWriter();

  clear(): void {
    for (const column of [this.ids, this.keys, this.offsets, this.lengths]) column.length = 0;
    this.writer.reset();
  }

  /** Adds a row whose payload has been written since `start`. */
  add(id: number, key: number, start: number): void {
    this.ids.push(id);
    this.keys.push(key);
    this.offsets.push(start + 1);
    this.lengths.push(this.writer.at - start);
  }

  addBytes(id: number, key: number, payload: Buffer): void {
    const start = this.writer.at;
    this.writer.raw(payload);
    this.add(id, key, start);
  }
}

export type HourTotal = { id: number; hour: number; total: Rollup };

/** What one slice of series becomes: chunks, minutes, and the totals of the hours that changed. */
export class Slice {
  readonly chunks = new PackedRows();
  readonly minutes = new PackedRows();
  totals: HourTotal[] = [];
  private readonly samples = samplesFor(512);
  private readonly buckets = new Buckets(64);

  clear(): void {
    this.chunks.clear();
    this.minutes.clear();
    this.totals = [];
  }

  /**
   * Seals one series' samples before `endMs`, hour by hour, together with what is sealed of these hours already. An hour to
   * which nothing is added is left alone, so that sealing again after a crash changes nothing.
   */
  seal(generation: Generation, slot: number, id: number, endMs: number, sealed: Map<string, Buffer>): void {
    const end = generation.lowerBound(slot, endMs);
    for (let at = 0; at < end; ) {
      const hour = Math.floor(generation.timeAt(slot, at) / HOUR_MS);
      this.sealHour(generation, slot, id, hour, Math.min((hour + 1) * HOUR_MS, endMs), sealed.get(`${id} ${hour}`));
      at = generation.lowerBound(slot, (hour + 1) * HOUR_MS);
    }
  }

  private sealHour(
    generation: Generation,
    slot: number,
    id: number,
    hour: number,
    endMs: number,
    before: Buffer | undefined,
  ): void {
    const { samples } = this;
    samples.count = 0;
    if (before) readChunk(before, samples);
    const count = samples.count;
    mergeGeneration(samples, generation, slot, hour * HOUR_MS, endMs);
    if (before && samples.count === count && !generation.derived.has(slot)) return;
    this.writeHour(id, hour, samples);
  }

  private writeHour(id: number, hour: number, samples: Samples): void {
    const { chunks, minutes, buckets } = this;
    const start = chunks.writer.at;
    writeChunk(chunks.writer, samples.ms, samples.values, samples.count);
    chunks.add(id, hour, start);
    buckets.clear();
    buckets.addSamples(samples, 0, samples.count, MINUTE_MS);
    const total = totalOf(buckets);
    if (!total) return;
    const minutesStart = minutes.writer.at;
    writeMinutes(minutes.writer, buckets, hour * HOUR_MS);
    minutes.add(id, hour, minutesStart);
    this.totals.push({ id, hour, total });
  }
}
