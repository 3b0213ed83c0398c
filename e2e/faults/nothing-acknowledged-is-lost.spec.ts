import { asOwner } from "../support/clock";
import { nocturne } from "../support/command-line";
import { expect, test } from "../support/fixtures";
import { type Ledger, openLedger } from "../support/ledger";
import { crash, processesOf, untilReady } from "../support/processes";
import type { ProductPlace } from "../support/product";

// Sizes of a pull request (F1, F5, F6 of the reliability plan); the long runs are `npm run chaos`.
const ROUNDS = { web: 3, database: 2, connections: 5 };
const BETWEEN = 40;

test.describe.configure({ timeout: 240_000 });

/** Runs `faults` while clients write, and expects every acknowledged sample to be there once. */
async function whileWriting(
  product: ProductPlace,
  name: string,
  faults: (ledger: Ledger) => Promise<void>,
): Promise<void> {
  const [writes, reads] = [await key(product, "ingest"), await key(product, "viewer")];
  const startMs = Math.round((await serverNowMs(product)) - 10 * 60_000);
  const ledger = openLedger({ address: product.address, token: writes, name, startMs });
  await ledger.more(BETWEEN);
  await faults(ledger).finally(() => ledger.stop());
  await untilReady(product.address, "green");
  expect(await ledger.audit(reads)).toEqual([]);
}

function key(product: ProductPlace, role: string): Promise<string> {
  return nocturne(product.data, "keys", "create", "--name", `faults ${role}`, "--role", role);
}

async function serverNowMs({ data }: ProductPlace): Promise<number> {
  return asOwner(data, async (owner) => {
    const { rows } = await owner.query<{ ms: number }>(
      "SELECT (extract(epoch FROM clock_timestamp()) * 1000 + ms)::float8 AS ms FROM clock_offset",
    );
    return rows[0]?.ms ?? 0;
  });
}

test("a web process that is killed loses no acknowledged sample and doubles none", async ({ product }) => {
  await whileWriting(product, "fault_web", async (ledger) => {
    for (let round = 0; round < ROUNDS.web; round++) {
      const { restarts } = processesOf(product.data).web;
      crash(product.data, "web");
      await expect.poll(() => processesOf(product.data).web.restarts, { timeout: 30_000 }).toBe(restarts + 1);
      await untilReady(product.address, "green");
      await ledger.more(BETWEEN);
    }
    expect(ledger.refused(), "attempts that a killed process left without an answer").toBeGreaterThan(0);
  });
});

test("a database that is killed comes back by itself, and no other process ends", async ({ product }) => {
  const before = processesOf(product.data);
  await whileWriting(product, "fault_database", async (ledger) => {
    for (let round = 0; round < ROUNDS.database; round++) {
      crash(product.data, "database");
      await untilReady(product.address, "red", 3_000);
      await untilReady(product.address, "green");
      await ledger.more(BETWEEN);
    }
  });
  const after = processesOf(product.data);
  for (const name of ["web", "worker", "collector"] as const) expect(after[name].pid, name).toBe(before[name].pid);
  expect(after.database.restarts).toBe(before.database.restarts + ROUNDS.database);
});

test("connections that the database cuts are opened again, and no process ends", async ({ product }) => {
  const before = processesOf(product.data);
  await whileWriting(product, "fault_connections", async (ledger) => {
    for (let round = 0; round < ROUNDS.connections; round++) {
      expect(await cutConnections(product), "connections that were cut").toBeGreaterThan(2);
      await ledger.more(BETWEEN);
    }
  });
  expect(processesOf(product.data)).toEqual(before);
});

function cutConnections({ data }: ProductPlace): Promise<number> {
  return asOwner(data, async (owner) => {
    const { rowCount } = await owner.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND usename IS NOT NULL",
    );
    return rowCount ?? 0;
  });
}
