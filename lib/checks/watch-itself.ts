import { CreateCheck } from "@/lib/checks/check-fields";
import { insertCheck } from "@/lib/checks/create-check";
import { CreateRegion, createRegion } from "@/lib/fleet/regions/create-region";
import { CreateService, createService } from "@/lib/fleet/services/create-service";
import type { Ctx } from "@/lib/platform/ctx";
import { MONITOR_ROLE, rolePassword } from "@/lib/platform/db/roles";
import { inTransaction } from "@/lib/platform/transaction";

export type ItselfInput = { collector: string; consoleUrl: string; databaseUrl: string; secret: string };

const SLUG = "nocturne";

/**
 * Puts the console under its own watch, once: a service `nocturne` whose checks the local collector asks (its page, its own measurements, its
 * database). Answers false when that service exists already, also when somebody has changed or emptied it.
 */
export async function watchItself(ctx: Ctx, input: ItselfInput): Promise<boolean> {
  const known = await inTransaction(ctx, (tx) =>
    tx.service.findFirst({ where: { organizationId: ctx.org, slug: SLUG } }),
  );
  if (known) return false;
  const service = await createService(ctx, CreateService.parse({ name: "Nocturne", slug: SLUG }));
  const region = await inTransaction(ctx, (tx) =>
    tx.region.findFirst({ where: { organizationId: ctx.org }, orderBy: { createdAt: "asc" } }),
  );
  const place = region ?? (await createRegion(ctx, CreateRegion.parse({ name: "Home", slug: "home" })));
  await inTransaction(ctx, async (tx) => {
    const collector = await tx.collector.findFirstOrThrow({ where: { organizationId: ctx.org, id: input.collector } });
    if (collector.hostId) {
      const where = { organizationId: ctx.org, id: collector.hostId, regionId: null };
      await tx.host.updateMany({ where, data: { regionId: place.id } });
    }
    for (const check of checksOfItself(input)) {
      const fields = { ...check, service: service.id, region: place.id, collector: input.collector };
      await insertCheck(ctx, tx, CreateCheck.parse(fields));
    }
  });
  return true;
}

function checksOfItself({ consoleUrl, databaseUrl, secret }: ItselfInput): Record<string, unknown>[] {
  const database = new URL(databaseUrl);
  return [
    {
      kind: "http",
      name: "Console",
      slug: "nocturne-console",
      config: { url: `${consoleUrl}/readyz` },
      intervalSeconds: 10,
    },
    {
      kind: "postgres",
      name: "Console database",
      slug: "nocturne-database",
      intervalSeconds: 10,
      config: {
        host: decodeURIComponent(database.hostname),
        port: Number(database.port || 5432),
        database: decodeURIComponent(database.pathname.slice(1)),
        user: MONITOR_ROLE,
        password: rolePassword(secret, MONITOR_ROLE),
      },
    },
    {
      kind: "prometheus",
      name: "Console metrics",
      slug: "nocturne-metrics",
      config: { url: `${consoleUrl}/metrics`, prefixes: ["nocturne_", "process_", "nodejs_eventloop"] },
    },
  ];
}
