import { z } from "zod";
import type { MaintenanceRow } from "@/lib/checks/check-shape";
import { cut, named, type Page, PageInput, pageOf } from "@/lib/fleet/page";
import { permit } from "@/lib/identity/permit";
import type { Ctx } from "@/lib/platform/ctx";
import { inTransaction } from "@/lib/platform/transaction";

export const ListMaintenance = z.strictObject({
  ...PageInput,
  when: z.enum(["active", "coming", "past", "all"]).default("all"),
});

/** Maintenance windows by name, page by page: those that hold now, those to come, those that are over, or all. */
export async function listMaintenance(
  ctx: Ctx,
  input: z.output<typeof ListMaintenance>,
): Promise<Page<MaintenanceRow>> {
  permit(ctx, "fleet.read");
  const { where: after, ...page } = pageOf(input);
  const where = { organizationId: ctx.org, ...during(input.when, ctx.now), ...named(input) };
  return inTransaction(ctx, async (tx) => {
    const rows = await tx.maintenanceWindow.findMany({
      where: { AND: [where, after] },
      ...page,
      include: { region: true, service: true, host: true, check: true },
    });
    const found = cut(rows, input);
    return {
      items: found.page.map((row) => {
        const subject = row.region ?? row.service ?? row.host ?? row.check;
        return {
          id: row.id,
          name: row.name,
          startsAt: row.startsAt.toISOString(),
          endsAt: row.endsAt.toISOString(),
          scope: row.scope,
          subject: subject && { id: subject.id, name: subject.name },
          active: row.startsAt <= ctx.now && ctx.now < row.endsAt,
          version: row.version,
        };
      }),
      nextCursor: found.nextCursor,
      total: await tx.maintenanceWindow.count({ where }),
    };
  });
}

function during(when: z.output<typeof ListMaintenance>["when"], now: Date) {
  if (when === "active") return { startsAt: { lte: now }, endsAt: { gt: now } };
  if (when === "coming") return { startsAt: { gt: now } };
  return when === "past" ? { endsAt: { lte: now } } : {};
}
