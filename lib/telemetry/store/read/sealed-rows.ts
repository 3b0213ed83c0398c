import type pg from "pg";
import { copyOut, integers, uuidLiteral } from "@/lib/telemetry/store/copy-out";

/** Payloads of one series in key order. */
export type SealedRow = { key: number; payload: Buffer };

type Source = { table: "chunk" | "rollup_minute" | "rollup_hour" | "rollup_day"; key: "hour" | "day" };

export const CHUNKS: Source = { table: "chunk", key: "hour" };
export const MINUTES: Source = { table: "rollup_minute", key: "hour" };
export const HOURS: Source = { table: "rollup_hour", key: "day" };
export const DAYS: Source = { table: "rollup_day", key: "day" };

const NONE: SealedRow[] = [];

/** Sealed rows by series. */
export class SealedRows {
  constructor(private readonly rows: Map<number, SealedRow[]>) {}

  of(id: number): SealedRow[] {
    return this.rows.get(id) ?? NONE;
  }
}

type Keys = { from: number; to: number } | readonly number[];

/** Reads the rows of these series whose keys are in [from, to], or are among those listed. */
export async function readSealedRows(
  pool: pg.Pool,
  org: string,
  { table, key }: Source,
  ids: readonly number[],
  keys: Keys,
): Promise<SealedRows> {
  const rows = new Map<number, SealedRow[]>();
  const listed = "length" in keys;
  if (ids.length === 0 || (listed && keys.length === 0)) return new SealedRows(rows);
  const within = listed ? `${key} = ANY(${integers(keys, "int")})` : between(key, keys);
  // One row per series: each row is a message of the protocol, and 3,000 small ones cost more than their contents.
  const copied = await copyOut(
    pool,
    `SELECT series_id, string_agg(int4send(${key}) || int4send(length(payload)) || payload, ''::bytea ORDER BY ${key})
       FROM store.${table} WHERE organization_id = ${uuidLiteral(org)}
        AND series_id = ANY(${integers(ids, "bigint")}) AND ${within} GROUP BY series_id`,
  );
  while (copied.next()) rows.set(copied.int(), unpack(copied.payload()));
  return new SealedRows(rows);
}

function unpack(packed: Buffer): SealedRow[] {
  const list: SealedRow[] = [];
  for (let at = 0; at < packed.length; ) {
    const end = at + 8 + packed.readInt32BE(at + 4);
    list.push({ key: packed.readInt32BE(at), payload: packed.subarray(at + 8, end) });
    at = end;
  }
  return list;
}

function between(key: string, { from, to }: { from: number; to: number }): string {
  return `${key} BETWEEN ${Math.trunc(from)} AND ${Math.trunc(to)}`;
}
