import snappy from "snappy";
import { describe, expect, it } from "vitest";
import { numberedLabels } from "@/bench/workload/series-set";
import { makeStreams } from "@/bench/workload/streams";
import { kindAt, valueMix } from "@/bench/workload/value-mix";
import { KeyTable } from "@/lib/telemetry/ingest/remote-write/key-table";
import { readWriteRequest } from "@/lib/telemetry/ingest/remote-write/read-write-request";

describe("the workload", () => {
  it("mixes values as it says: of ten series four count, three are gauges, one is noise, two are flat", () => {
    const kinds = Array.from({ length: 1_000 }, (_, index) => kindAt(index));
    const share = (kind: string) => kinds.filter((one) => one === kind).length;
    expect([share("counter"), share("gauge"), share("noise"), share("flat")]).toEqual([400, 300, 100, 200]);
  });

  it("is the same in every run", () => {
    const [one, other] = [valueMix(50), valueMix(50)];
    for (let step = 0; step < 5; step++) expect([...one()]).toEqual([...other()]);
  });

  it("holds every sample once, each series in order on one connection", () => {
    const streams = makeStreams({
      labels: numberedLabels(10),
      next: valueMix(10),
      fromMs: 1_790_000_000_000,
      stepMs: 15_000,
      steps: 7,
      connections: 4,
      samplesPerRequest: 8,
    });
    const seen = new Map<string, number[]>();
    const samples: number[] = [];
    for (const bodies of streams) {
      for (const body of bodies) {
        const names: string[] = [];
        const series = (key: string) => names.push(key) - 1;
        const sample = (handle: number, ms: number) => {
          const key = names[handle] as string;
          seen.set(key, [...(seen.get(key) ?? []), ms]);
          samples.push(ms);
        };
        readWriteRequest(snappy.uncompressSync(body) as Buffer, { series, sample }, new KeyTable());
      }
    }
    expect(seen.size).toBe(10);
    expect(samples).toHaveLength(70);
    const steps = Array.from({ length: 7 }, (_, step) => 1_790_000_000_000 + step * 15_000);
    for (const times of seen.values()) expect(times).toEqual(steps);
  });
});
