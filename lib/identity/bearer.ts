import type { Database } from "@/lib/platform/db/pools";
import type { Tx } from "@/lib/platform/transaction";

const NOWHERE = "00000000-0000-0000-0000-000000000000";

/** Runs `look` where row-level security shows only the one row that holds this token's hash, before any organization is known. */
export function asBearer<T>(database: Database, hash: Buffer, look: (tx: Tx) => Promise<T>): Promise<T> {
  return database.prisma.$transaction(async (tx) => {
    await tx.$executeRaw`SELECT set_config('nocturne.organization', ${NOWHERE}, true),
                                set_config('nocturne.token_hash', ${hash.toString("hex")}, true)`;
    return look(tx);
  });
}

/** Runs `look` where row-level security shows the memberships of one person, before an organization is chosen. */
export function asUser<T>(database: Database, userId: string, look: (tx: Tx) => Promise<T>): Promise<T> {
  return database.prisma.$transaction(async (tx) => {
    await tx.$executeRaw`SELECT set_config('nocturne.organization', ${NOWHERE}, true), set_config('nocturne.user', ${userId}, true)`;
    return look(tx);
  });
}
