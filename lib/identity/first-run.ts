import { record } from "@/lib/identity/audit/record";
import { hashPassword, newPassword, PASSWORD_MIN } from "@/lib/identity/passwords/password";
import { newId } from "@/lib/kernel/ids";
import type { Database } from "@/lib/platform/db/pools";
import { inTransaction } from "@/lib/platform/transaction";

export type FirstRun = { database: Database; now: Date; email?: string | undefined; password?: string | undefined };

const EMAIL = /^[A-Za-z0-9.!#$%&'*+/=?^_{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63}){0,8}$/;

/**
 * Makes the first organization and its administrator when there is nobody yet; answers how to sign in, with the one-time password
 * if one was made up. Undefined when somebody exists already. Two first runs at once make one administrator.
 */
export async function firstRun({
  database,
  now,
  email,
  password,
}: FirstRun): Promise<{ email: string; password?: string } | undefined> {
  const address = (email ?? "admin@nocturne.local").trim().toLowerCase();
  if (!EMAIL.test(address)) throw new Error(`NOCTURNE_ADMIN_EMAIL is not an e-mail address: ${address}`);
  if (password !== undefined && password.length < PASSWORD_MIN) {
    throw new Error(`NOCTURNE_ADMIN_PASSWORD must have at least ${PASSWORD_MIN} characters.`);
  }
  const chosen = password ?? newPassword();
  const passwordHash = await hashPassword(chosen);
  const [org, userId] = [newId(now.getTime()), newId(now.getTime())];
  const made = await inTransaction(
    { org, actor: { kind: "system", name: "first run" }, now, db: database, locale: "en" },
    async (tx) => {
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('first run', 0))`;
      if ((await tx.user.count()) > 0) return false;
      await tx.organization.create({ data: { id: org, slug: "main", name: "Nocturne", createdAt: now } });
      await tx.user.create({
        data: { id: userId, email: address, name: "Administrator", passwordHash, createdAt: now },
      });
      await tx.member.create({ data: { organizationId: org, userId, role: "administrator", createdAt: now } });
      await record(tx, "identity.organization-created", {
        subject: { kind: "organization", id: org },
        after: { slug: "main", administrator: address },
      });
      return true;
    },
  );
  if (!made) return undefined;
  return password === undefined ? { email: address, password: chosen } : { email: address };
}
