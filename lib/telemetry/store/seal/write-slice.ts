import type pg from "pg";
import { DayOfHours } from "@/lib/telemetry/store/codec/hours";
import { type HourTotal, PackedRows, type Slice } from "@/lib/telemetry/store/seal/slice";

const HOURS = 24;

type Table = { name: string; key: "hour" | "day" };

const CHUNK: Table = { name: "chunk", key: "hour" };
const MINUTE: Table = { name: "rollup_minute", key: "hour" };
const HOUR: Table = { name: "rollup_hour", key: "day" };
const DAY: Table = { name: "rollup_day", key: "day" };

/** The payloads that are stored already for any of these series and keys, by "series key". */
async function readRows(
  client: pg.PoolClient,
  org: string,
  { name, key }: Table,
  ids: number[],
  keys: number[],
): Promise<Map<string, Buffer>> {
  const { rows } = await client.query<{ series_id: string; key: number; payload: Buffer }>({
    name: `read-${name}`,
    text: `SELECT series_id, ${key} AS key, payload FROM store.${name}
            WHERE organization_id = $1 AND series_id = ANY($2::bigint[]) AND ${key} = ANY($3::int[])`,
    values: [org, ids, keys],
  });
  return new Map(rows.map((row) => [`${row.series_id} ${row.key}`, row.payload]));
}

/** The chunks that are sealed already for these series and hours. */
export function readChunks(
  client: pg.PoolClient,
  org: string,
  ids: number[],
  hours: number[],
): Promise<Map<string, Buffer>> {
  return readRows(client, org, CHUNK, ids, hours);
}

/** Stores a slice inside the caller's transaction: chunks, minutes, the hours' day-rows and the days made of them. */
export async function writeSlice(client: pg.PoolClient, org: string, slice: Slice): Promise<void> {
  await writeRows(client, org, CHUNK, slice.chunks);
  await writeRows(client, org, MINUTE, slice.minutes);
  const { hours, days } = await dayRows(client, org, slice.totals);
  await writeRows(client, org, HOUR, hours);
  await writeRows(client, org, DAY, days);
}

async function dayRows(
  client: pg.PoolClient,
  org: string,
  totals: HourTotal[],
): Promise<{ hours: PackedRows; days: PackedRows }> {
  const hours = new PackedRows();
  const days = new PackedRows();
  if (totals.length === 0) return { hours, days };
  const ids = new Set<number>();
  const keys = new Set<number>();
  const byDay = new Map<string, { id: number; day: number; totals: HourTotal[] }>();
  for (const total of totals) {
    const day = Math.floor(total.hour / HOURS);
    const key = `${total.id} ${day}`;
    const row = byDay.get(key) ?? { id: total.id, day, totals: [] };
    row.totals.push(total);
    byDay.set(key, row);
    ids.add(total.id);
    keys.add(day);
  }
  const stored = await readRows(client, org, HOUR, [...ids], [...keys]);
  for (const [key, row] of byDay) {
    const packed = new DayOfHours(stored.get(key));
    for (const { hour, total } of row.totals) packed.set(hour % HOURS, total);
    hours.addBytes(row.id, row.day, packed.pack());
    days.addBytes(row.id, row.day, packed.total());
  }
  return { hours, days };
}

async function writeRows(client: pg.PoolClient, org: string, { name, key }: Table, rows: PackedRows): Promise<void> {
  if (rows.ids.length === 0) return;
  await client.query({
    name: `write-${name}`,
    text: `INSERT INTO store.${name} (series_id, ${key}, organization_id, payload)
           SELECT s, k, $1, substring($2::bytea FROM o FOR l) FROM unnest($3::bigint[], $4::int[], $5::int[], $6::int[]) AS r(s, k, o, l)
           ON CONFLICT (series_id, ${key}) DO UPDATE SET payload = excluded.payload`,
    values: [org, rows.writer.bytes.subarray(0, rows.writer.at), rows.ids, rows.keys, rows.offsets, rows.lengths],
  });
}
