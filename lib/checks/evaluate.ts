import { randomUUID } from "node:crypto";
import { type EvaluatorDeps, OrganizationEvaluator } from "@/lib/checks/evaluation/organization-evaluator";
import { LeaseLost } from "@/lib/checks/evaluation/write-changes";
import { monotonicMs } from "@/lib/platform/clock";

/** Judges the states of everything, organization by organization, from what the store accepts and from silence. */
export type Evaluator = {
  start(): void;
  /** One pass over all organizations, for tests and for stopping; passes never overlap. */
  pass(): Promise<void>;
  stop(): Promise<void>;
};

const PASS_EVERY_MS = 1_000;

type Organization = { id: string; seq: string };

/**
 * An evaluator of states. It passes each second and at once when an answer changes a check, under a lease per organization, so that any
 * number of workers may run; what it knows is read from rows and samples, so that any of them may die.
 */
export function createEvaluator(given: Omit<EvaluatorDeps, "holder"> & { holder?: string }): Evaluator {
  const deps: EvaluatorDeps = { ...given, holder: given.holder ?? randomUUID() };
  const { system } = deps.database;
  const organizations = new Map<string, OrganizationEvaluator>();
  let timer: NodeJS.Timeout | undefined;
  let stopListening: (() => void) | undefined;
  let running: Promise<void> | undefined;
  let again = false;

  function listen(): void {
    stopListening ??= deps.store.onAccepted((org, ids, ms, values) => organizations.get(org)?.take(ids, ms, values));
  }

  async function passAll(): Promise<void> {
    listen();
    const present = await readOrganizations();
    for (const { id } of present) {
      if (!organizations.has(id)) organizations.set(id, new OrganizationEvaluator(deps, id, wake));
    }
    for (const { org, collector, ms } of await readSeen()) organizations.get(org)?.seen(collector, ms);
    for (const { id, seq } of present) await passOne(id, seq);
  }

  async function passOne(id: string, seq: string): Promise<void> {
    try {
      await organizations.get(id)?.pass(seq, monotonicMs());
    } catch (error) {
      if (error instanceof LeaseLost) deps.log.info({ org: id }, "another worker judges this organization now");
      else deps.log.warn({ err: error, org: id }, "states could not be judged; beginning again from the rows");
    }
  }

  async function readOrganizations(): Promise<Organization[]> {
    const { rows } = await system.query<Organization>(
      `SELECT organization.id, coalesce(record_head.seq, 0)::text AS seq
       FROM organization LEFT JOIN record_head ON record_head.organization_id = organization.id ORDER BY organization.id`,
    );
    return rows;
  }

  async function readSeen(): Promise<{ org: string; collector: string; ms: number }[]> {
    const { rows } = await system.query<{ org: string; collector: string; ms: number }>(
      `SELECT organization_id AS org, id AS collector, floor(extract(epoch FROM last_seen_at) * 1000)::float8 AS ms
       FROM collector WHERE revoked_at IS NULL AND last_seen_at IS NOT NULL`,
    );
    return rows;
  }

  function pass(): Promise<void> {
    running ??= passAll().finally(() => {
      running = undefined;
    });
    return running;
  }

  function wake(): void {
    if (!timer || again) return;
    again = true;
    // After the pass that runs now: what it already judged may have changed.
    void (running ?? Promise.resolve())
      .catch(() => undefined)
      .then(() => {
        again = false;
        return timer ? pass() : undefined;
      })
      .catch(reportFailure);
  }

  function reportFailure(error: unknown): void {
    deps.log.warn({ err: error }, "no organization could be judged; trying again");
  }

  return {
    start() {
      timer ??= setInterval(() => void pass().catch(reportFailure), PASS_EVERY_MS);
    },
    pass,
    async stop() {
      clearInterval(timer);
      timer = undefined;
      stopListening?.();
      await running?.catch(() => undefined);
      await Promise.allSettled([...organizations.values()].map((organization) => organization.stop()));
    },
  };
}
