import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createAuthenticate } from "@/lib/identity/authenticate";
import { createKey } from "@/lib/identity/keys/create-key";
import { revokeKey } from "@/lib/identity/keys/revoke-key";
import { hashPassword } from "@/lib/identity/passwords/password";
import { createSessionFinder } from "@/lib/identity/sessions/find-session";
import { revokeSession } from "@/lib/identity/sessions/revoke-session";
import { SESSION_ABSOLUTE_MS, SESSION_IDLE_MS } from "@/lib/identity/sessions/session";
import { ATTEMPTS_PER_ACCOUNT, signIn } from "@/lib/identity/sessions/sign-in";
import { signOut } from "@/lib/identity/sessions/sign-out";
import { newId } from "@/lib/kernel/ids";
import { heldClock } from "@/lib/platform/clock";
import { inTransaction } from "@/lib/platform/transaction";
import { TEST_NOW, type TestDatabase, testDatabase } from "@/lib/testing/database";

const password = "correct horse battery";

describe("signing in", () => {
  let test: TestDatabase;
  let passwordHash: string;
  let person: { id: string; email: string };
  beforeAll(async () => {
    test = await testDatabase();
    passwordHash = await hashPassword(password);
  });
  beforeEach(async () => {
    const id = newId(TEST_NOW.getTime());
    person = { id, email: `${id}@example.com` };
    await test.db.prisma.user.create({ data: { ...person, name: "Kim", passwordHash, createdAt: TEST_NOW } });
    await inTransaction(test.ctx(), (tx) =>
      tx.member.create({ data: { organizationId: test.org, userId: id, role: "operator", createdAt: TEST_NOW } }),
    );
  });
  const deps = (ip: string | null = null) => ({ database: test.db, now: TEST_NOW, ip, userAgent: "test" });
  const finder = () => {
    const clock = heldClock(TEST_NOW);
    return { clock, find: createSessionFinder({ database: test.db, clock }) };
  };

  it("opens a session that holds the person's role, and is recorded", async () => {
    const { token } = await signIn(deps(), { email: person.email, password });
    await expect(finder().find(token)).resolves.toMatchObject({
      org: test.org,
      user: { id: person.id, role: "operator" },
    });
    const records = await inTransaction(test.ctx(), (tx) =>
      tx.record.findMany({ where: { kind: "identity.signed-in", actorId: person.id } }),
    );
    expect(records).toHaveLength(1);
  });

  it("answers an unknown address and a wrong password alike", async () => {
    const wrong = await signIn(deps(), { email: person.email, password: "not the one" }).catch((error: unknown) =>
      String(error),
    );
    const unknown = await signIn(deps(), { email: "nobody@example.com", password }).catch((error: unknown) =>
      String(error),
    );
    expect(wrong).toBe(unknown);
  });

  it("ends with its revocation, its age and its idleness, each on every process that asks anew", async () => {
    const { token } = await signIn(deps(), { email: person.email, password });
    const idle = finder();
    idle.clock.forward(SESSION_IDLE_MS);
    expect(await idle.find(token)).toBeUndefined();
    const old = finder();
    old.clock.forward(SESSION_ABSOLUTE_MS);
    expect(await old.find(token)).toBeUndefined();
    const found = await finder().find(token);
    await revokeSession(test.ctx(), { session: found?.sessionId ?? "" });
    await revokeSession(test.ctx(), { session: found?.sessionId ?? "" });
    expect(await finder().find(token)).toBeUndefined();
  });

  it("ends everywhere when its person signs out, once, and is recorded", async () => {
    const { token } = await signIn(deps(), { email: person.email, password });
    const session = (await finder().find(token))?.sessionId ?? "";
    await signOut(deps(), token);
    await signOut(deps(), token);
    await signOut(deps(), "ns_unknown");
    expect(await finder().find(token)).toBeUndefined();
    const where = { kind: "identity.signed-out", subjectId: session };
    expect(await inTransaction(test.ctx(), (tx) => tx.record.count({ where }))).toBe(1);
  });

  it("lets nobody revoke a stranger's session", async () => {
    const { token } = await signIn(deps(), { email: person.email, password });
    const found = await finder().find(token);
    const session = found?.sessionId ?? "";
    await expect(revokeSession(test.ctx("viewer"), { session })).rejects.toMatchObject({ code: "forbidden" });
    const other = await test.otherOrg();
    await expect(revokeSession(other.ctx(), { session })).rejects.toMatchObject({ code: "missing" });
  });

  it("compares no more passwords than an account may have guessed, however parallel the guesses", async () => {
    const guesses = Array.from({ length: ATTEMPTS_PER_ACCOUNT + 15 }, () =>
      signIn(deps(), { email: person.email, password: "a guess" }),
    );
    const outcomes = await Promise.all(guesses.map((guess) => guess.catch((error: { code: string }) => error.code)));
    expect(outcomes.filter((code) => code === "unauthenticated")).toHaveLength(ATTEMPTS_PER_ACCOUNT);
    expect(outcomes.filter((code) => code === "too-many")).toHaveLength(15);
  });

  it("would compare more without the lock that counts and inserts at once", async () => {
    const key = Buffer.from(person.id);
    const unguarded = () =>
      test.db.prisma.$transaction(async (tx) => {
        const [{ count } = { count: 0n }] = await tx.$queryRaw<
          { count: bigint }[]
        >`SELECT count(*) AS count FROM sign_in_attempt WHERE subject = ${key}`;
        await tx.$executeRaw`SELECT pg_sleep(0.05)`;
        if (count < 1n) await tx.$executeRaw`INSERT INTO sign_in_attempt (subject) VALUES (${key})`;
        return count;
      });
    const counts = await Promise.all(Array.from({ length: 8 }, unguarded));
    expect(counts.filter((count) => count < 1n).length).toBeGreaterThan(1);
  });
});

describe("an API key", () => {
  it("opens the doors of its role until it is revoked or expires, and is stored as a hash", async () => {
    const test = await testDatabase();
    const clock = heldClock(TEST_NOW);
    const ground = { database: test.db, clock, secret: test.secret, publicUrl: undefined };
    const key = await createKey(test.ctx(), { name: "ci", role: "ingest", days: 1 });
    const present = () => createAuthenticate(ground)({ authorization: `Bearer ${key.token}` });
    await expect(present()).resolves.toMatchObject({ org: test.org, by: "key", actor: { role: "ingest" } });
    const { rows } = await test.owner.query("SELECT * FROM api_key WHERE id = $1", [key.id]);
    expect(JSON.stringify(rows)).not.toContain(key.token);
    clock.forward(86_400_000);
    expect(await present()).toBeUndefined();
    clock.set(TEST_NOW);
    await revokeKey(test.ctx(), { key: key.id });
    expect(await present()).toBeUndefined();
    expect(await createAuthenticate(ground)({ authorization: `Bearer ${key.token.slice(0, -1)}x` })).toBeUndefined();
  });

  it("is made by an administrator and nobody else", async () => {
    const test = await testDatabase();
    for (const role of ["viewer", "operator", "manager", "executive"] as const) {
      await expect(createKey(test.ctx(role), { name: "x", role: "viewer" })).rejects.toMatchObject({
        code: "forbidden",
      });
    }
  });
});
