import { asBearer } from "@/lib/identity/bearer";
import { isAlive, isRole, type SignedIn, TRUST_MS } from "@/lib/identity/sessions/session";
import { hashToken } from "@/lib/identity/tokens";
import { monotonicMs } from "@/lib/platform/clock";
import type { Ground } from "@/lib/platform/ground";
import { inTransaction } from "@/lib/platform/transaction";

type Known = { found: SignedIn | undefined; untilMs: number };

const MOST_KNOWN = 10_000;
const SEEN_EVERY_MS = 60_000;

/** Finds the live session of a token, remembered for at most five seconds (`forget` drops all of it), and marks it seen at most once a minute. */
export function createSessionFinder({ database, clock }: Pick<Ground, "database" | "clock">) {
  const known = new Map<string, Known>();

  async function look(token: string): Promise<SignedIn | undefined> {
    const hash = hashToken(token);
    const session = await asBearer(database, hash, (tx) =>
      tx.session.findUnique({ where: { tokenHash: new Uint8Array(hash) } }),
    );
    const now = clock.now();
    if (!session || !isAlive(session, now)) return undefined;
    const ctx = {
      org: session.organizationId,
      actor: { kind: "system", name: "session" },
      now,
      db: database,
      locale: "en",
    } as const;
    return inTransaction(ctx, async (tx) => {
      const organizationId = session.organizationId;
      const member = await tx.member.findUnique({
        where: { organizationId_userId: { organizationId, userId: session.userId } },
      });
      const user = await tx.user.findUnique({ where: { id: session.userId } });
      const organization = await tx.organization.findUnique({ where: { id: organizationId } });
      if (!member || !user || !organization || user.disabledAt || !isRole(member.role)) return undefined;
      if (now.getTime() - session.lastSeenAt.getTime() > SEEN_EVERY_MS) {
        await tx.session.updateMany({ where: { id: session.id }, data: { lastSeenAt: now } });
      }
      return {
        org: session.organizationId,
        organizationName: organization.name,
        sessionId: session.id,
        user: { id: user.id, name: user.name, email: user.email, role: member.role },
      };
    });
  }

  const find = async (token: string): Promise<SignedIn | undefined> => {
    const remembered = known.get(token);
    if (remembered && remembered.untilMs > monotonicMs()) return remembered.found;
    const found = await look(token);
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(token, { found, untilMs: monotonicMs() + TRUST_MS });
    return found;
  };
  return Object.assign(find, { forget: () => known.clear() });
}
