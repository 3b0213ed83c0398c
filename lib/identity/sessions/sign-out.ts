import { record } from "@/lib/identity/audit/record";
import { asBearer } from "@/lib/identity/bearer";
import { hashToken } from "@/lib/identity/tokens";
import type { Database } from "@/lib/platform/db/pools";
import { inTransaction } from "@/lib/platform/transaction";

/** Ends the session of a token everywhere, not only in the browser that gave up its cookie. Harmless for a token that nobody knows. */
export async function signOut({ database, now }: { database: Database; now: Date }, token: string): Promise<void> {
  const hash = new Uint8Array(hashToken(token));
  const session = await asBearer(database, Buffer.from(hash), (tx) =>
    tx.session.findUnique({ where: { tokenHash: hash } }),
  );
  if (!session || session.revokedAt) return;
  const { id, userId, organizationId } = session;
  const system = { kind: "system", name: "sign-out" } as const;
  await inTransaction({ org: organizationId, actor: system, now, db: database, locale: "en" }, async (tx) => {
    await tx.session.updateMany({ where: { id, revokedAt: null }, data: { revokedAt: now } });
    await record(tx, "identity.signed-out", { subject: { kind: "session", id }, after: { userId } });
  });
}
