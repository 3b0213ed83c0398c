import { createHash } from "node:crypto";
import { z } from "zod";
import { record } from "@/lib/identity/audit/record";
import { asUser } from "@/lib/identity/bearer";
import { PASSWORD_MAX, passwordMatches } from "@/lib/identity/passwords/password";
import { isRole, SESSION_ABSOLUTE_MS } from "@/lib/identity/sessions/session";
import { newToken } from "@/lib/identity/tokens";
import { newId } from "@/lib/kernel/ids";
import { Refusal } from "@/lib/kernel/refusal";
import type { Database } from "@/lib/platform/db/pools";
import { inTransaction } from "@/lib/platform/transaction";

/** At most this many passwords are compared per account, and per address, in a quarter of an hour. */
export const ATTEMPTS_PER_ACCOUNT = 20;
const ATTEMPTS_PER_ADDRESS = 100;
const WINDOW_SECONDS = 900;

export const Credentials = z.strictObject({
  email: z.string().trim().toLowerCase().min(3).max(254),
  password: z.string().min(1).max(PASSWORD_MAX),
});

export type SignInDeps = { database: Database; now: Date; ip: string | null; userAgent: string | null };

/**
 * Checks a password and opens a session; the answer is its token. Refuses with one sentence for an unknown address and a wrong
 * password alike, and with `too-many` once the account or the address has used up its attempts.
 */
export async function signIn(
  deps: SignInDeps,
  input: z.output<typeof Credentials>,
): Promise<{ token: string; userId: string }> {
  await countAttempt(deps.database, `account ${input.email}`, ATTEMPTS_PER_ACCOUNT);
  if (deps.ip) await countAttempt(deps.database, `address ${deps.ip}`, ATTEMPTS_PER_ADDRESS);
  const user = await deps.database.prisma.user.findUnique({ where: { email: input.email } });
  const usable = user && !user.disabledAt ? user : null;
  if (!(await passwordMatches(usable?.passwordHash ?? null, input.password)) || !usable) {
    throw new Refusal("unauthenticated", "refusals.signIn");
  }
  return openSession(deps, usable);
}

async function openSession(
  deps: SignInDeps,
  user: { id: string; name: string },
): Promise<{ token: string; userId: string }> {
  const { database, now, ip, userAgent } = deps;
  const memberships = await asUser(database, user.id, (tx) =>
    tx.member.findMany({ where: { userId: user.id }, orderBy: { createdAt: "asc" } }),
  );
  const member = memberships[0];
  if (!member || !isRole(member.role)) throw new Refusal("unauthenticated", "refusals.signIn");
  const { token, hash } = newToken("ns");
  const id = newId(now.getTime());
  const actor = { kind: "user", id: user.id, name: user.name, role: member.role, sessionId: id } as const;
  const request = { id, ip, userAgent };
  await inTransaction({ org: member.organizationId, actor, now, db: database, locale: "en", request }, async (tx) => {
    await tx.session.create({
      data: {
        id,
        tokenHash: new Uint8Array(hash),
        userId: user.id,
        organizationId: member.organizationId,
        createdAt: now,
        lastSeenAt: now,
        expiresAt: new Date(now.getTime() + SESSION_ABSOLUTE_MS),
        ip,
        userAgent: userAgent?.slice(0, 300) ?? null,
      },
    });
    await record(tx, "identity.signed-in", { subject: { kind: "session", id } });
  });
  return { token, userId: user.id };
}

// Counting is one statement in real database time, so that parallel guesses cannot slip between a count and an insert.
async function countAttempt(database: Database, subject: string, most: number): Promise<void> {
  const key = createHash("sha256").update(subject).digest();
  const attempts = await database.prisma.$transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${subject}, 0))`;
    const [{ count } = { count: 0n }] = await tx.$queryRaw<{ count: bigint }[]>`
      SELECT count(*) AS count FROM sign_in_attempt
      WHERE subject = ${key} AND at > clock_timestamp() - ${WINDOW_SECONDS} * interval '1 second'`;
    if (count < most) await tx.$executeRaw`INSERT INTO sign_in_attempt (subject) VALUES (${key})`;
    return count;
  });
  if (attempts >= most) throw new Refusal("too-many", "refusals.tooMany", { retryAfterSeconds: WINDOW_SECONDS });
}
