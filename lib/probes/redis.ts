import type { Duplex } from "node:stream";
import type { RedisInput } from "@/lib/probes/check-input";
import { counterSample, gaugeSample, phase } from "@/lib/probes/phases";
import { ProbeFailure, type ProbeSample } from "@/lib/probes/probe";
import { reach } from "@/lib/probes/reach";
import { RespError, type RespReply, readResp, respCommand } from "@/lib/probes/resp";
import type { ProbeRun } from "@/lib/probes/run-probe";
import { secure } from "@/lib/probes/secure";

const MOST_ANSWER_BYTES = 1024 * 1024;

/** Asks a Redis server for INFO (after AUTH where needed): memory, hit ratio, clients, operations, replication. */
export async function probeRedis(input: RedisInput, run: ProbeRun): Promise<void> {
  const reached = await reach(input.host, input.port ?? 6379, run);
  try {
    run.take(phase("dns", reached.dnsMs));
    run.take(phase("connect", reached.connectMs));
    const stream = input.tls ? await secure(reached.socket, { serverName: input.host }, run) : reached.socket;
    const say = conversation(stream);
    const password = input.password ?? (input.secret === undefined ? undefined : run.secret?.(input.secret));
    if (password !== undefined) await say(input.user ? ["AUTH", input.user, password] : ["AUTH", password]);
    const started = performance.now();
    const info = await say(["INFO"]);
    run.take(phase("query", performance.now() - started));
    if (typeof info !== "string") throw new ProbeFailure("protocol", "INFO answered no text");
    for (const sample of redisSamples(parseRedisInfo(info))) run.take(sample);
  } finally {
    reached.socket.destroy();
  }
}

/** The fields of INFO by name. */
export function parseRedisInfo(text: string): Map<string, string> {
  const fields = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const colon = line.indexOf(":");
    if (colon > 0 && !line.startsWith("#")) fields.set(line.slice(0, colon), line.slice(colon + 1));
  }
  return fields;
}

const GAUGES = [
  ["used_memory", "redis_memory_bytes", "bytes"],
  ["maxmemory", "redis_memory_limit_bytes", "bytes"],
  ["mem_fragmentation_ratio", "redis_memory_fragmentation_ratio", "ratio"],
  ["connected_clients", "redis_clients", "count"],
  ["blocked_clients", "redis_blocked_clients", "count"],
  ["maxclients", "redis_clients_limit", "count"],
  ["instantaneous_ops_per_sec", "redis_operations_per_second", "per_second"],
  ["uptime_in_seconds", "redis_uptime_seconds", "seconds"],
  ["connected_slaves", "redis_replicas", "count"],
  ["rdb_changes_since_last_save", "redis_unsaved_changes", "count"],
] as const;
const COUNTERS = [
  ["total_commands_processed", "redis_commands_total"],
  ["keyspace_hits", "redis_hits_total"],
  ["keyspace_misses", "redis_misses_total"],
  ["expired_keys", "redis_expired_keys_total"],
  ["evicted_keys", "redis_evicted_keys_total"],
  ["rejected_connections", "redis_rejected_connections_total"],
] as const;

/** The samples of an INFO; the hit ratio is of all lookups since the server started. */
export function redisSamples(info: ReadonlyMap<string, string>): ProbeSample[] {
  const samples: ProbeSample[] = [];
  const numberOf = (field: string) => Number.parseFloat(info.get(field) ?? "");
  for (const [field, name, unit] of GAUGES) {
    if (Number.isFinite(numberOf(field))) samples.push(gaugeSample(name, numberOf(field), unit));
  }
  for (const [field, name] of COUNTERS) {
    if (Number.isFinite(numberOf(field))) samples.push(counterSample(name, numberOf(field), "count"));
  }
  const lookups = numberOf("keyspace_hits") + numberOf("keyspace_misses");
  if (lookups > 0) samples.push(gaugeSample("redis_hit_ratio", numberOf("keyspace_hits") / lookups, "ratio"));
  let keys = 0;
  for (const [field, value] of info) if (/^db\d+$/.test(field)) keys += Number(/keys=(\d+)/.exec(value)?.[1] ?? 0);
  samples.push(gaugeSample("redis_keys", keys, "count"));
  return samples;
}

function conversation(stream: Duplex): (words: readonly string[]) => Promise<RespReply> {
  let bytes = Buffer.alloc(0);
  let hear: () => void = () => undefined;
  let ended = false;
  stream.on("data", (part: Buffer) => {
    bytes = Buffer.concat([bytes, part]);
    hear();
  });
  stream.on("close", () => {
    ended = true;
    hear();
  });
  return async (words) => {
    stream.write(respCommand(words));
    for (;;) {
      const read = parsed(bytes);
      if (read) {
        bytes = bytes.subarray(read.end);
        return judged(read.reply);
      }
      if (bytes.length > MOST_ANSWER_BYTES) throw new ProbeFailure("too-large", "the answer is too large");
      if (ended) throw new ProbeFailure("protocol", "the server closed the connection");
      await new Promise<void>((resolve) => {
        hear = resolve;
      });
    }
  };
}

function parsed(bytes: Buffer) {
  try {
    return readResp(bytes);
  } catch {
    throw new ProbeFailure("protocol", "the server does not speak Redis");
  }
}

function judged(reply: RespReply): RespReply {
  if (!(reply instanceof RespError)) return reply;
  const credentials = /^(NOAUTH|WRONGPASS|NOPERM|ERR (AUTH|invalid password|Client sent AUTH))/i.test(reply.message);
  throw new ProbeFailure(credentials ? "credentials" : "protocol", reply.message.replace(/ .*/, ""));
}
