import type { Ctx } from "@/lib/platform/ctx";
import type { Prisma } from "@/lib/platform/db/generated/client";

export type Tx = Prisma.TransactionClient;

const contexts = new WeakMap<object, Ctx>();

/** Runs `work` in one transaction in which row-level security shows the context's organization and no other. */
export async function inTransaction<T>(ctx: Ctx, work: (tx: Tx) => Promise<T>): Promise<T> {
  return ctx.db.prisma.$transaction(async (tx) => {
    await tx.$executeRaw`SELECT set_config('nocturne.organization', ${ctx.org}, true)`;
    contexts.set(tx, ctx);
    return work(tx);
  });
}

/** The context that opened this transaction; a programmer error when it was opened another way. */
export function ctxOf(tx: Tx): Ctx {
  const ctx = contexts.get(tx);
  if (!ctx) throw new Error("This transaction was not opened by inTransaction");
  return ctx;
}
