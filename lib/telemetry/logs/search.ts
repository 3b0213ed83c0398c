import { z } from "zod";
import { permit } from "@/lib/identity/permit";
import { Refusal } from "@/lib/kernel/refusal";
import type { Ctx } from "@/lib/platform/ctx";
import { logFilterShape, spanOf, whereOf } from "@/lib/telemetry/logs/log-filter";
import { readLogs } from "@/lib/telemetry/logs/read-logs";
import { type Severity, severityOf } from "@/lib/telemetry/logs/severity";

export const SearchLogs = z.strictObject({
  ...logFilterShape,
  limit: z.coerce.number().int().min(1).max(500).default(100),
  /** The `next` of the page before. */
  before: z.string().max(80).optional(),
});
export type SearchLogs = z.output<typeof SearchLogs>;

export type FoundLog = {
  id: string;
  at: string;
  service: string;
  host: string | null;
  severity: Severity;
  body: string;
  attributes: Record<string, string>;
  resource: Record<string, string>;
  traceId: string | null;
  spanId: string | null;
};

/** One page, newest first; `next` asks for the page of what is older, null when there is none. */
export type LogPage = { records: FoundLog[]; next: string | null; fromMs: number; toMs: number };

type Row = Omit<FoundLog, "id" | "at" | "severity" | "traceId" | "spanId"> & {
  id: Buffer;
  at: Date;
  severity: number;
  trace_id: Buffer | null;
  span_id: Buffer | null;
};

/** Searches the organization's log records by time, service, host, severity and words. Throws a `Refusal` when the range cannot be read or the search takes too long. */
export async function searchLogs(ctx: Ctx, input: SearchLogs): Promise<LogPage> {
  permit(ctx, "signals.read");
  const span = spanOf(input, ctx.now);
  const values: unknown[] = [];
  let where = whereOf(ctx.org, input, span, values);
  if (input.before) {
    const { atMs, id } = readCursor(input.before);
    where += ` AND (at, id) < (to_timestamp($${values.push(atMs)}::float8 / 1000), $${values.push(id)}::bytea)`;
  }
  const rows = await readLogs<Row>(
    ctx.db.system,
    `SELECT id, at, service, host, severity, body, attributes, resource, trace_id, span_id
     FROM store.log_record WHERE ${where} ORDER BY at DESC, id DESC LIMIT $${values.push(input.limit + 1)}`,
    values,
  );
  const page = rows.slice(0, input.limit);
  const last = page.at(-1);
  return { records: page.map(foundOf), next: rows.length > page.length && last ? cursorOf(last) : null, ...span };
}

function foundOf({ id, at, severity, trace_id, span_id, ...rest }: Row): FoundLog {
  return {
    id: id.toString("hex"),
    at: at.toISOString(),
    severity: severityOf(severity),
    traceId: trace_id?.toString("hex") ?? null,
    spanId: span_id?.toString("hex") ?? null,
    ...rest,
  };
}

function cursorOf({ at, id }: Row): string {
  return `${at.getTime()}.${id.toString("hex")}`;
}

function readCursor(text: string): { atMs: number; id: Buffer } {
  const parts = /^(\d{1,15})\.([0-9a-f]{32})$/.exec(text);
  if (parts) return { atMs: Number(parts[1]), id: Buffer.from(parts[2] ?? "", "hex") };
  throw new Refusal("invalid", "refusals.invalid", {}, [{ path: "before", messageKey: "refusals.field.invalid" }]);
}
