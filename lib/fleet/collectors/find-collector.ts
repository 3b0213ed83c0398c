import { asBearer } from "@/lib/identity/bearer";
import { hashToken } from "@/lib/identity/tokens";
import type { Database } from "@/lib/platform/db/pools";

/** A collector whose token was shown: enough to greet it, never the token. */
export interface FoundCollector {
  readonly org: string;
  readonly id: string;
  readonly name: string;
  /** When a token that was rotated away stops counting; null for the current one. */
  readonly tokenUntilMs: number | null;
}

const SHAPE = /^nc_[0-9a-f]{12}_[A-Za-z0-9_-]{43}$/;

/** The collector that holds this token; undefined when it is malformed, unknown, revoked or rotated away. One indexed read. */
export async function findCollectorByToken(
  database: Database,
  token: unknown,
  nowMs: number,
): Promise<FoundCollector | undefined> {
  if (typeof token !== "string" || !SHAPE.test(token)) return undefined;
  const hash = hashToken(token);
  const bytes = new Uint8Array(hash);
  const row = await asBearer(database, hash, (tx) =>
    tx.collector.findFirst({
      where: { OR: [{ tokenHash: bytes }, { previousHash: bytes }] },
      select: { organizationId: true, id: true, name: true, tokenHash: true, previousExpiresAt: true, revokedAt: true },
    }),
  );
  if (!row || row.revokedAt) return undefined;
  const current = Buffer.from(row.tokenHash).equals(hash);
  const tokenUntilMs = current ? null : (row.previousExpiresAt?.getTime() ?? 0);
  if (tokenUntilMs !== null && tokenUntilMs <= nowMs) return undefined;
  return { org: row.organizationId, id: row.id, name: row.name, tokenUntilMs };
}
