import { randomUUID } from "node:crypto";
import type {
  BatchAnswer,
  BatchMessage,
  CollectRequest,
  EnrolAnswer,
  HelloAnswer,
  SeriesDefinition,
  WireSample,
} from "@/lib/probes/collector-wire";

/** Short words of tests for what a collector measures. */
const MEASURES: Readonly<Record<string, SeriesDefinition>> = {
  cpu: [1, "host_cpu_ratio", { mode: "busy" }, "ratio", "gauge"],
  memory: [2, "host_memory_used_ratio", {}, "ratio", "gauge"],
};

/** A collector without a machine: it enrols and sends over HTTP what a test tells it to, each record numbered and acknowledged. */
export type CollectorDouble = {
  id: string;
  host: string;
  /** Percent for `cpu` and `memory`; resolves when the console has acknowledged it. */
  sends(measure: string, percent: number): Promise<void>;
  /** What a check that was given to it answered now; resolves when the console has acknowledged it. */
  answers(check: string, up: boolean): Promise<void>;
  /** Sends again, unchanged, the last record: a retry after an answer that was lost. */
  repeats(): Promise<BatchAnswer>;
  nowMs(): number;
};

export async function enrolDouble(
  address: string,
  code: string,
  host = `double-${randomUUID().slice(0, 8)}`,
): Promise<CollectorDouble> {
  const machineId = randomUUID();
  const facts = {
    name: host,
    platform: "linux",
    release: "6.1",
    architecture: "x64",
    cores: 2,
    memoryBytes: 2 ** 31,
    addresses: [],
  };
  const enrolled = await post<EnrolAnswer>(address, "/api/v1/collectors/enrol", {
    token: code,
    machineId,
    version: "0.0.0",
    host: facts,
  });
  const [lineage, run] = [randomUUID(), randomUUID()];
  const say = <T>(word: CollectRequest) => post<T>(address, "/api/v1/collect", word, enrolled.token);
  const hello = { wire: 1, version: "0.0.0", bundleHash: "", machineId, lineage, run, epoch: 0, recoveredSeq: 0 };
  const rest = { wallMs: Date.now(), droppedSamples: 0, host: facts, proposals: [] };
  const welcome = await say<HelloAnswer>({ kind: "hello", hello: { ...hello, ...rest } });
  if (!("ok" in welcome)) throw new Error(`The console refused the double: ${JSON.stringify(welcome)}`);
  let ahead = welcome.serverTimeMs - Date.now();
  let seq = welcome.ackSeq;
  let last: CollectRequest | undefined;
  const nowMs = () => Math.round(Date.now() + ahead);
  const deliver = async (definition: SeriesDefinition, value: number) => {
    seq += 1;
    last = { kind: "batch", lineage, run, batch: oneRecord(welcome.epoch, seq, nowMs(), definition, value) };
    const answer = await say<BatchAnswer>(last);
    if (!("ok" in answer)) throw new Error(`The console did not accept it: ${JSON.stringify(answer)}`);
    ahead = answer.serverTimeMs - Date.now();
  };
  return {
    id: enrolled.collector,
    host: enrolled.host,
    nowMs,
    async sends(measure, percent) {
      const definition = MEASURES[measure];
      if (!definition) throw new Error(`A double does not measure ${measure}`);
      await deliver(definition, percent / 100);
    },
    async answers(check, up) {
      await deliver([3, "check_up", { check }, "count", "gauge"], up ? 1 : 0);
    },
    async repeats() {
      if (!last) throw new Error("Nothing was sent yet");
      return say<BatchAnswer>(last);
    },
  };
}

function oneRecord(
  epoch: number,
  seq: number,
  atMs: number,
  definition: SeriesDefinition,
  value: number,
): BatchMessage {
  const sample: WireSample = [definition[0], atMs, value];
  const sent = { sentAtMs: atMs, wallMs: atMs, droppedSamples: 0 };
  return { epoch, from: seq, seq, ...sent, defs: [definition], samples: [sample] };
}

async function post<T>(address: string, path: string, body: unknown, token?: string): Promise<T> {
  const answer = await fetch(new URL(path, address), {
    method: "POST",
    headers: { "content-type": "application/json", ...(token ? { authorization: `Bearer ${token}` } : {}) },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(10_000),
  });
  const said = (await answer.json()) as T;
  if (answer.status >= 400 && answer.status !== 503)
    throw new Error(`${path} answered ${answer.status}: ${JSON.stringify(said)}`);
  return said;
}
