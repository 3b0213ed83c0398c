import { watchItself } from "@/lib/checks/watch-itself";
import { createEnrolment } from "@/lib/fleet/collectors/create-enrolment";
import { findOrganization } from "@/lib/identity/find-organization";
import { firstRun } from "@/lib/identity/first-run";
import { CreateKey, createKey } from "@/lib/identity/keys/create-key";
import { resetPassword } from "@/lib/identity/reset-password";
import { type Clock, createClock } from "@/lib/platform/clock";
import type { Ctx } from "@/lib/platform/ctx";
import { migrate } from "@/lib/platform/db/migrate";
import { type Database, openDatabase } from "@/lib/platform/db/pools";
import { env } from "@/lib/platform/env";
import { groundSlot } from "@/lib/platform/ground";

type Flags = Record<string, string | boolean | undefined>;
export type Command = { usage: string; run(flags: Flags): Promise<string | undefined> };

export const COMMANDS: Readonly<Record<string, Command>> = {
  migrate: {
    usage: "migrate                                   bring the database to this version",
    async run() {
      const { DATABASE_URL, NOCTURNE_SECRET } = env();
      const applied = await migrate({ url: DATABASE_URL, secret: NOCTURNE_SECRET });
      return `${applied} migrations applied`;
    },
  },
  "first-run": {
    usage:
      "first-run                                 make the first administrator, if there is nobody yet (answers JSON)",
    run: () =>
      withDatabase(async (database, clock) => {
        const { NOCTURNE_ADMIN_EMAIL: email, NOCTURNE_ADMIN_PASSWORD: password } = env();
        return JSON.stringify((await firstRun({ database, now: clock.now(), email, password })) ?? {});
      }),
  },
  "keys create": {
    usage: "keys create --name X --role administrator [--days N] [--organization slug]   make an API key and print it",
    run: (flags) =>
      withDatabase(async (database, clock) => {
        const days = flags["days"] === undefined ? undefined : Number(flags["days"]);
        const parsed = CreateKey.safeParse({
          name: flags["name"],
          role: flags["role"],
          ...(days === undefined ? {} : { days }),
        });
        if (!parsed.success)
          throw new Error(parsed.error.issues.map((issue) => `--${issue.path.join(".")}: ${issue.message}`).join("\n"));
        return (await createKey(await systemCtx(database, clock, flags), parsed.data)).token;
      }),
  },
  "enrolments create": {
    usage:
      "enrolments create                         make a one-time code (15 minutes) that lets one machine become a collector",
    run: (flags) =>
      withDatabase(async (database, clock) => {
        const { code } = await createEnrolment(await systemCtx(database, clock, flags), {});
        return code;
      }),
  },
  "watch-itself": {
    usage: "watch-itself --collector ID --url http://…   put the console under its own watch, asked by that collector",
    run: (flags) =>
      withDatabase(async (database, clock) => {
        const { DATABASE_URL: databaseUrl, NOCTURNE_SECRET: secret } = env();
        const input = { collector: String(flags["collector"]), consoleUrl: String(flags["url"]), databaseUrl, secret };
        await watchItself(await systemCtx(database, clock, flags), input);
        return undefined;
      }),
  },
  "reset-password": {
    usage: "reset-password --email a@b.c              give a person a new one-time password and end their sessions",
    run: (flags) =>
      withDatabase((database, clock) =>
        resetPassword({ database, now: clock.now(), email: String(flags["email"] ?? "") }),
      ),
  },
};

async function withDatabase<T>(work: (database: Database, clock: Clock) => Promise<T>): Promise<T> {
  const { DATABASE_URL, NOCTURNE_SECRET, NOCTURNE_TEST_CLOCK } = env();
  const database = openDatabase({ url: DATABASE_URL, secret: NOCTURNE_SECRET, name: "nocturne cli" });
  const clock = await createClock(database.system, { held: NOCTURNE_TEST_CLOCK === "1" });
  groundSlot.provide({ database, clock, secret: NOCTURNE_SECRET, publicUrl: undefined });
  try {
    return await work(database, clock);
  } finally {
    clock.stop();
    await database.close();
  }
}

async function systemCtx(database: Database, clock: Clock, flags: Flags): Promise<Ctx> {
  const slug = typeof flags["organization"] === "string" ? flags["organization"] : undefined;
  const org = await findOrganization(database, slug);
  return { org, actor: { kind: "system", name: "command line" }, now: clock.now(), db: database, locale: "en" };
}
