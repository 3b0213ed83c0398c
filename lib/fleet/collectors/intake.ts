import type { BatchMessage, SeriesDefinition, WireSample } from "@/lib/probes/collector-wire";
import type { Accepted, SeriesIdentity } from "@/lib/telemetry/sample";

/** What the intake needs of the store. */
export interface CollectorStore {
  begin(
    org: string,
    options?: { source: string },
  ): {
    series(key: string, identity: () => SeriesIdentity): number;
    sample(handle: number, ms: number, value: number): void;
    commit(now: Date): Promise<Accepted>;
  };
}

export interface IntakeOf {
  readonly store: CollectorStore;
  readonly org: string;
  readonly collector: string;
  /** The host's name: it is put on every series, whatever the collector said. */
  readonly host: string | null;
}

interface Known {
  readonly key: string;
  readonly identity: () => SeriesIdentity;
}

const MOST_DEFINITIONS = 40_000;

/** The definitions that one connection was told, and the way of its samples into the store. */
export function createIntake({ store, org, collector, host }: IntakeOf) {
  const known = new Map<number, Known>();

  function define([id, name, labels, unit, kind]: SeriesDefinition): void {
    const own = host === null ? labels : { ...labels, host };
    const sorted = Object.entries(own).sort(([left], [right]) => (left < right ? -1 : 1));
    const identity = { name, labels: Object.fromEntries(sorted), ...(unit ? { unit } : {}), ...(kind ? { kind } : {}) };
    known.set(id, { key: JSON.stringify([name, sorted]), identity: () => identity });
  }

  return {
    /** Takes a batch to the store: resolves when it is durable; "definitions" when a sample's series was not told on this connection. */
    async take(batch: Pick<BatchMessage, "defs" | "samples">, now: Date): Promise<Accepted | "definitions"> {
      if (known.size + batch.defs.length > MOST_DEFINITIONS) known.clear();
      for (const definition of batch.defs) define(definition);
      if (batch.samples.length === 0) return NOTHING;
      if (batch.samples.some(([id]) => !known.has(id))) return "definitions";
      const builder = store.begin(org, { source: `collector:${collector}` });
      for (const sample of batch.samples) put(builder, sample);
      return builder.commit(now);
    },
  };

  function put(builder: ReturnType<CollectorStore["begin"]>, [id, ms, value]: WireSample): void {
    const series = known.get(id);
    if (!series) return;
    const handle = builder.series(series.key, series.identity);
    if (handle >= 0) builder.sample(handle, ms, value);
  }
}

export type Intake = ReturnType<typeof createIntake>;

const NOTHING: Accepted = {
  accepted: 0,
  duplicates: 0,
  conflicts: 0,
  tooOld: 0,
  tooNew: 0,
  refusedSeries: 0,
  reasons: [],
};
