import { z } from "zod";
import { CreateCheck } from "@/lib/checks/check-fields";
import { insertCheck } from "@/lib/checks/create-check";
import { proposalsOf } from "@/lib/fleet/collectors/list-collectors";
import { findCollector } from "@/lib/fleet/find";
import { Name, Ref } from "@/lib/fleet/name-input";
import { record } from "@/lib/identity/audit/record";
import { permit } from "@/lib/identity/permit";
import { Refusal } from "@/lib/kernel/refusal";
import type { Ctx } from "@/lib/platform/ctx";
import type { Prisma } from "@/lib/platform/db/generated/client";
import { inTransaction } from "@/lib/platform/transaction";

export const AcceptProposal = z.strictObject({
  collector: z.uuid(),
  key: z.string().min(1).max(300),
  name: Name.optional(),
  service: Ref.nullish(),
  region: Ref.nullish(),
  /** What the proposal could not know: a user, a password, a database. */
  config: z.record(z.string().max(50), z.unknown()).default({}),
});

/** Makes a check of what a collector found beside itself; the collector runs it. The proposal is gone afterwards. */
export async function acceptProposal(ctx: Ctx, input: z.output<typeof AcceptProposal>) {
  permit(ctx, "checks.manage");
  return inTransaction(ctx, async (tx) => {
    const collector = await findCollector(tx, input.collector);
    const all = proposalsOf(collector.proposals);
    const proposal = all.find(({ key }) => key === input.key);
    if (!proposal) throw new Refusal("conflict", "refusals.proposalGone");
    const { kind, ...found } = proposal.input;
    const parsed = CreateCheck.safeParse({
      kind,
      name: input.name ?? `${proposal.title} ${collector.name}`.slice(0, 200),
      config: { ...found, ...input.config },
      service: input.service,
      region: input.region,
      collector: collector.id,
    });
    if (!parsed.success) {
      const fields = parsed.error.issues.map((issue) => ({
        path: issue.path.map(String).join("."),
        messageKey: "refusals.field.invalid",
      }));
      throw new Refusal("invalid", "refusals.invalid", {}, fields);
    }
    const check = await insertCheck(ctx, tx, parsed.data);
    const left = all.filter(({ key }) => key !== input.key);
    await tx.collector.updateMany({
      where: { organizationId: ctx.org, id: collector.id },
      data: { proposals: left as unknown as Prisma.InputJsonArray },
    });
    const subject = { kind: "collector", id: collector.id };
    await record(tx, "checks.proposal-accepted", { subject, after: { key: input.key, check: check.id } });
    return check;
  });
}
