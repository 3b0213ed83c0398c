import { randomUUID } from "node:crypto";
import { hashPassword } from "@/lib/identity/passwords/password";
import { asOwner } from "./clock";

export type Person = { email: string; password: string };

/** Somebody new in the product's first organization, with this role. */
export async function newPerson(data: string, role: string): Promise<Person> {
  const id = randomUUID();
  const person = { email: `${role}-${id.slice(0, 8)}@example.com`, password: `a password of ${id}` };
  const hash = await hashPassword(person.password);
  await asOwner(data, async (owner) => {
    const account =
      "INSERT INTO user_account (id, email, name, password_hash, created_at) VALUES ($1, $2, $3, $4, now())";
    await owner.query(account, [id, person.email, `A ${role}`, hash]);
    const member = `INSERT INTO member (organization_id, user_id, role, created_at)
      SELECT id, $1, $2, now() FROM organization ORDER BY created_at LIMIT 1`;
    await owner.query(member, [id, role]);
  });
  return person;
}
