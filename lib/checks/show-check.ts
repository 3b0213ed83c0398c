import { z } from "zod";
import type { CheckConfig } from "@/lib/checks/check-config";
import { checkRows, findChecks } from "@/lib/checks/check-rows";
import { openSecrets } from "@/lib/checks/check-secrets";
import type { CheckPage } from "@/lib/checks/check-shape";
import { findCheck } from "@/lib/checks/find-check";
import { chartsOf } from "@/lib/fleet/charts";
import { recentChanges, uptimeHistory } from "@/lib/fleet/history";
import { Ref } from "@/lib/fleet/name-input";
import { permit } from "@/lib/identity/permit";
import type { Ctx } from "@/lib/platform/ctx";
import { groundSlot } from "@/lib/platform/ground";
import { inTransaction } from "@/lib/platform/transaction";
import { storeSlot } from "@/lib/telemetry/store/slot";

export const ShowCheck = z.strictObject({ check: Ref });

/** One check with its configuration (secrets only by name), the series of its charts and how it has been. */
export async function showCheck(ctx: Ctx, input: z.output<typeof ShowCheck>): Promise<CheckPage> {
  permit(ctx, "fleet.read");
  const store = storeSlot.take();
  return inTransaction(ctx, async (tx) => {
    const check = await findCheck(tx, input.check);
    const [row] = await checkRows(
      ctx,
      store,
      await findChecks(tx, { organizationId: ctx.org, id: check.id }, { take: 1 }),
    );
    if (!row) throw new Error("A check vanished inside its own transaction");
    return {
      ...row,
      config: check.config as CheckConfig,
      secrets: Object.keys(openSecrets(groundSlot.take().secret, check)),
      timeoutMs: check.timeoutMs,
      degradedMs: check.degradedMs,
      failuresToDown: check.failuresToDown,
      successesToUp: check.successesToUp,
      ...(await uptimeHistory(ctx, tx, "check", check)),
      changes: await recentChanges(ctx, tx, ["check"], check),
      charts: await chartsOf(
        store,
        ctx.org,
        [{ label: "check", op: "=", value: check.slug }],
        ["check_duration_seconds", "check_up", "check_tls_days_left"],
      ),
    };
  });
}
