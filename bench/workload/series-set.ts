import { kindAt } from "@/bench/workload/value-mix";

export type Label = readonly [name: string, value: string];

/** Labels of a fleet as an exporter would send them, sorted by name: 100 series a host, 20 hosts a job. */
export function fleetLabels(count: number, metric = "bench"): Label[][] {
  return Array.from({ length: count }, (_, index) => {
    const host = Math.floor(index / 100);
    return [
      ["__name__", `${metric}_${kindAt(index)}_${index % 100}`],
      ["dc", host % 2 === 0 ? "seoul-1" : "busan-1"],
      ["instance", `10.0.${host >> 8}.${host & 255}:9100`],
      ["job", `node-${Math.floor(host / 20)}`],
    ];
  });
}

/** Labels that tell series apart without their name, because functions of Prometheus' language drop the name. */
export function numberedLabels(count: number, metric = "bench_value"): Label[][] {
  return Array.from({ length: count }, (_, index) => [
    ["__name__", metric],
    ["instance", `10.0.0.1:${9_000 + index}`],
    ["job", "node-0"],
  ]);
}
