import pg from "pg";
import type { PostgresInput } from "@/lib/probes/check-input";
import { counterSample, gaugeSample, phase } from "@/lib/probes/phases";
import { POSTGRES_READINGS, POSTGRES_STATEMENTS } from "@/lib/probes/postgres-readings";
import { ProbeFailure, type ProbeSample } from "@/lib/probes/probe";
import { reach } from "@/lib/probes/reach";
import type { ProbeRun } from "@/lib/probes/run-probe";
import { type StatementRow, statementDeltas, statementLabel } from "@/lib/probes/statement-deltas";

const USUAL_STATEMENTS = 10;
const MOST_STATEMENTS = 50;
const MOST_SERVERS = 64;

// Slow statements are differences between two looks at one server.
const lastLooks = new Map<string, Map<string, StatementRow>>();

/**
 * Connects, measures a round trip, reads the server's own statistics and (where pg_stat_statements is installed) what statements cost
 * since the last look. Reads only; resets nothing.
 */
export async function probePostgres(input: PostgresInput, run: ProbeRun): Promise<void> {
  const reached = await reach(input.host, input.port ?? 5432, run);
  run.take(phase("dns", reached.dnsMs));
  run.take(phase("connect", reached.connectMs));
  const client = clientOver(reached.socket, input, run);
  // The server may close the connection at any moment after an answer.
  client.on("error", () => undefined);
  try {
    await client.connect();
    await measure(client, input, run);
  } catch (error) {
    throw asFailure(error);
  } finally {
    reached.socket.destroy();
  }
}

async function measure(client: pg.Client, input: PostgresInput, run: ProbeRun): Promise<void> {
  const started = performance.now();
  await client.query("SELECT 1");
  run.take(phase("query", performance.now() - started));
  run.take(gaugeSample("postgres_query_seconds", (performance.now() - started) / 1000, "seconds"));
  const { rows } = await client.query<Record<string, number | boolean | string | null>>(POSTGRES_READINGS);
  const readings = rows[0];
  if (!readings) throw new ProbeFailure("protocol", "the server has no statistics of this database");
  for (const sample of postgresSamples(readings)) run.take(sample);
  const most = Math.min(MOST_STATEMENTS, input.statements ?? USUAL_STATEMENTS);
  if (most > 0 && readings["statements_version"]) await measureStatements(client, input, most, run);
}

async function measureStatements(client: pg.Client, input: PostgresInput, most: number, run: ProbeRun): Promise<void> {
  let rows: StatementRow[];
  try {
    ({ rows } = await client.query<StatementRow>(POSTGRES_STATEMENTS));
  } catch {
    // Installed but not preloaded, or not for this role: the rest of the reading stands.
    return;
  }
  const server = `${input.host}:${input.port ?? 5432}/${input.database}`;
  const deltas = statementDeltas(rows, lastLooks.get(server), most);
  if (lastLooks.size >= MOST_SERVERS && !lastLooks.has(server)) lastLooks.clear();
  lastLooks.set(server, new Map(rows.map((row) => [row.queryid, { ...row, text: "" }])));
  for (const { queryid, text, meanMs, totalMs, calls } of deltas) {
    const labels = { queryid, statement: statementLabel(text) };
    run.take(gaugeSample("postgres_statement_mean_seconds", meanMs / 1000, "seconds", labels));
    run.take(gaugeSample("postgres_statement_spent_seconds", totalMs / 1000, "seconds", labels));
    run.take(gaugeSample("postgres_statement_calls", calls, "count", labels));
  }
}

const GAUGES = [
  ["connections", "postgres_connections", "count"],
  ["active", "postgres_active_connections", "count"],
  ["idle_in_transaction", "postgres_idle_in_transaction", "count"],
  ["waiting_for_locks", "postgres_waiting_for_locks", "count"],
  ["longest_transaction_seconds", "postgres_longest_transaction_seconds", "seconds"],
  ["connection_limit", "postgres_connections_limit", "count"],
  ["database_bytes", "postgres_database_bytes", "bytes"],
  ["uptime_seconds", "postgres_uptime_seconds", "seconds"],
] as const;
const COUNTERS = [
  ["committed", "postgres_transactions_committed_total"],
  ["rolled_back", "postgres_transactions_rolled_back_total"],
  ["deadlocks", "postgres_deadlocks_total"],
  ["temp_bytes", "postgres_temp_bytes_total"],
  ["rows_read", "postgres_rows_read_total"],
  ["rows_written", "postgres_rows_written_total"],
] as const;

/** The samples of one look; ratios are of the server's whole life. */
function postgresSamples(readings: Readonly<Record<string, number | boolean | string | null>>): ProbeSample[] {
  const numberOf = (name: string) => Number(readings[name] ?? Number.NaN);
  const samples: ProbeSample[] = [
    ...GAUGES.map(([reading, name, unit]) => gaugeSample(name, numberOf(reading), unit)),
    ...COUNTERS.map(([reading, name]) => counterSample(name, numberOf(reading), "count")),
    gaugeSample("postgres_in_recovery", readings["in_recovery"] === true ? 1 : 0, "count"),
  ];
  const looked = numberOf("blocks_hit") + numberOf("blocks_read");
  if (looked > 0) samples.push(gaugeSample("postgres_cache_hit_ratio", numberOf("blocks_hit") / looked, "ratio"));
  const limit = numberOf("connection_limit");
  if (limit > 0) samples.push(gaugeSample("postgres_connections_used_ratio", numberOf("connections") / limit, "ratio"));
  return samples;
}

function clientOver(socket: import("node:net").Socket, input: PostgresInput, run: ProbeRun): pg.Client {
  const password = input.password ?? (input.secret === undefined ? undefined : run.secret?.(input.secret));
  const { ssl = "off", authority } = input;
  return new pg.Client({
    host: input.host,
    port: input.port ?? 5432,
    database: input.database,
    user: input.user,
    ...(password === undefined ? {} : { password }),
    ...(ssl === "off"
      ? {}
      : { ssl: { rejectUnauthorized: ssl === "verify", ...(authority ? { ca: authority } : {}) } }),
    application_name: "nocturne probe",
    statement_timeout: 10_000,
    stream: () => alreadyConnected(socket),
  });
}

// pg opens its stream itself; the one that was judged is handed over instead, and told that it is connected.
function alreadyConnected(socket: import("node:net").Socket): import("node:net").Socket {
  socket.connect = () => {
    queueMicrotask(() => socket.emit("connect"));
    return socket;
  };
  return socket;
}

function asFailure(error: unknown): ProbeFailure {
  if (error instanceof ProbeFailure) return error;
  const { code = "", message = "failed" } = error as { code?: string; message?: string };
  if (/^28/.test(code)) return new ProbeFailure("credentials", message);
  if (code === "3D000") return new ProbeFailure("mismatch", message);
  if (/certificate|self.signed|SSL/i.test(message) || code.startsWith("ERR_TLS"))
    return new ProbeFailure("tls", message);
  return new ProbeFailure("protocol", message);
}
