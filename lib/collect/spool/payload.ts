import type { Measurements } from "@/lib/collect/measurements";
import { HEAD_BYTES } from "@/lib/collect/spool/record";
import type { ProbeSeries } from "@/lib/probes/probe";

// Number of the series (5 bytes at most), step of the stamp (8 at most), value (8).
const MOST_SAMPLE_BYTES = 21;

/** Room for a record of that many samples, head included. */
export function roomFor(samples: number): number {
  return HEAD_BYTES + 8 + samples * MOST_SAMPLE_BYTES;
}

/** Writes samples `from..to` after a record's head; answers the payload's length in bytes. */
export function writeSamples(into: Buffer, samples: Measurements, from: number, to: number): number {
  let before = Math.round(samples.ms[from] ?? 0);
  into.writeDoubleBE(before, HEAD_BYTES);
  let at = HEAD_BYTES + 8;
  for (let index = from; index < to; index++) {
    const ms = Math.round(samples.ms[index] ?? 0);
    const step = ms - before;
    before = ms;
    at = writeVarint(into, at, samples.ids[index] ?? 0);
    at = writeVarint(into, at, step >= 0 ? step * 2 : -step * 2 - 1);
    at = into.writeDoubleBE(samples.values[index] ?? 0, at);
  }
  return at - HEAD_BYTES;
}

/** Calls `take` for each sample of a payload; answers false when the payload ends in the middle of one. */
export function readSamples(
  payload: Buffer,
  count: number,
  take: (id: number, ms: number, value: number) => void,
): boolean {
  if (payload.length < 8) return count === 0;
  let ms = payload.readDoubleBE(0);
  const cursor = { at: 8 };
  for (let index = 0; index < count; index++) {
    const id = readVarint(payload, cursor);
    const step = readVarint(payload, cursor);
    if (cursor.at + 8 > payload.length) return false;
    ms += step % 2 === 0 ? step / 2 : -(step + 1) / 2;
    take(id, ms, payload.readDoubleBE(cursor.at));
    cursor.at += 8;
  }
  return true;
}

export type StoredDefinition = readonly [
  id: number,
  name: string,
  labels: Record<string, string>,
  unit?: string | null,
  kind?: string | null,
];

/** The payload of a record of definitions. */
export function definitionsPayload(ids: readonly number[], seriesOf: (id: number) => ProbeSeries): Buffer {
  const rows = ids.map((id) => {
    const series = seriesOf(id);
    return [id, series.name, series.labels, series.unit ?? null, series.kind ?? null];
  });
  return Buffer.from(JSON.stringify(rows));
}

/** Reads a record of definitions. */
export function readDefinitions(payload: Buffer): [number, ProbeSeries][] {
  const rows = JSON.parse(payload.toString("utf8")) as StoredDefinition[];
  return rows.map(([id, name, labels, unit, kind]) => [
    id,
    { name, labels, unit: unit ?? undefined, kind: kind === "counter" || kind === "gauge" ? kind : undefined },
  ]);
}

// Steps and ids may pass 2^31: division, not shifts.
function writeVarint(into: Buffer, start: number, value: number): number {
  let at = start;
  let rest = value;
  while (rest >= 128) {
    into[at++] = (rest % 128) + 128;
    rest = Math.floor(rest / 128);
  }
  into[at++] = rest;
  return at;
}

function readVarint(from: Buffer, cursor: { at: number }): number {
  let value = 0;
  let scale = 1;
  for (;;) {
    const byte = from[cursor.at++] ?? 0;
    value += (byte % 128) * scale;
    if (byte < 128) return value;
    scale *= 128;
  }
}
