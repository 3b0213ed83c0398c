import { record } from "@/lib/identity/audit/record";
import { asUser } from "@/lib/identity/bearer";
import { hashPassword, newPassword } from "@/lib/identity/passwords/password";
import type { Database } from "@/lib/platform/db/pools";
import { inTransaction } from "@/lib/platform/transaction";

/** Gives a person a new one-time password and ends all their sessions; for the command line of whoever runs the installation. */
export async function resetPassword({
  database,
  now,
  email,
}: {
  database: Database;
  now: Date;
  email: string;
}): Promise<string> {
  const user = await database.prisma.user.findUnique({ where: { email: email.trim().toLowerCase() } });
  if (!user) throw new Error(`Nobody here has the address ${email}.`);
  const memberships = await asUser(database, user.id, (tx) => tx.member.findMany({ where: { userId: user.id } }));
  const password = newPassword();
  const passwordHash = await hashPassword(password);
  await database.prisma.user.update({ where: { id: user.id }, data: { passwordHash } });
  for (const { organizationId } of memberships) {
    await inTransaction(
      { org: organizationId, actor: { kind: "system", name: "command line" }, now, db: database, locale: "en" },
      async (tx) => {
        await tx.session.updateMany({ where: { userId: user.id, revokedAt: null }, data: { revokedAt: now } });
        await record(tx, "identity.password-reset", { subject: { kind: "user", id: user.id } });
      },
    );
  }
  return password;
}
