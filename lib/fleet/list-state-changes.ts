import { z } from "zod";
import type { Page } from "@/lib/fleet/page";
import { readReason } from "@/lib/fleet/state-now";
import type { StateChangeRow } from "@/lib/fleet/uptime-shape";
import { permit } from "@/lib/identity/permit";
import type { Ctx } from "@/lib/platform/ctx";
import { inTransaction } from "@/lib/platform/transaction";

const SUBJECTS = ["service", "service-region", "region", "host", "collector", "check"] as const;
const moment = z.iso.datetime({ offset: true }).transform((text) => new Date(text));

export const ListStateChanges = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  kind: z.enum(SUBJECTS).optional(),
  subject: z.uuid().optional(),
  from: moment.optional(),
  to: moment.optional(),
  /** The id of the last row of the page before. */
  cursor: z.uuid().optional(),
});

type Row = {
  id: string;
  subjectKind: string;
  subjectId: string;
  subjectName: string | null;
  regionId: string | null;
  regionName: string | null;
  fromState: string;
  toState: string;
  at: Date;
  reason: unknown;
};

/** Recorded changes of state, the latest first, by kind, subject and time. `total` counts this page only: history is not counted. */
export async function listStateChanges(
  ctx: Ctx,
  input: z.output<typeof ListStateChanges>,
): Promise<Page<StateChangeRow>> {
  permit(ctx, "fleet.read");
  const rows = await inTransaction(
    ctx,
    (tx) => tx.$queryRaw<Row[]>`
      SELECT change.id::text, change.subject_kind AS "subjectKind", change.subject_id::text AS "subjectId",
        coalesce(service.name, region_subject.name, host.name, collector.name, check_definition.name) AS "subjectName",
        change.region_id::text AS "regionId", region.name AS "regionName",
        change.from_state AS "fromState", change.to_state AS "toState", change.at, change.reason
      FROM state_change AS change
      LEFT JOIN service ON service.organization_id = change.organization_id AND service.id = change.subject_id
      LEFT JOIN region AS region_subject ON region_subject.organization_id = change.organization_id AND region_subject.id = change.subject_id
      LEFT JOIN host ON host.organization_id = change.organization_id AND host.id = change.subject_id
      LEFT JOIN collector ON collector.organization_id = change.organization_id AND collector.id = change.subject_id
      LEFT JOIN check_definition ON check_definition.organization_id = change.organization_id AND check_definition.id = change.subject_id
      LEFT JOIN region ON region.organization_id = change.organization_id AND region.id = change.region_id
      WHERE change.organization_id = ${ctx.org}::uuid
        AND (${input.kind ?? null}::text IS NULL OR change.subject_kind = ${input.kind ?? null})
        AND (${input.subject ?? null}::uuid IS NULL OR change.subject_id = ${input.subject ?? null}::uuid)
        AND (${input.from ?? null}::timestamptz IS NULL OR change.at >= ${input.from ?? null}::timestamptz)
        AND (${input.to ?? null}::timestamptz IS NULL OR change.at < ${input.to ?? null}::timestamptz)
        AND (${input.cursor ?? null}::uuid IS NULL OR (change.at, change.id) < (SELECT at, id FROM state_change AS last
          WHERE last.organization_id = ${ctx.org}::uuid AND last.id = ${input.cursor ?? null}::uuid))
      ORDER BY change.at DESC, change.id DESC LIMIT ${input.limit + 1}`,
  );
  const items = rows.slice(0, input.limit).map(toChange);
  const last = rows.length > input.limit ? items.at(-1) : undefined;
  return { items, nextCursor: last?.id ?? null, total: items.length };
}

function toChange({ fromState, toState, at, reason, ...row }: Row): StateChangeRow {
  return { ...row, from: fromState, to: toState, at: at.toISOString(), reason: readReason(reason) };
}
