import { type Emit, gauge } from "@/lib/probes/host/emit";

/** Reads a file of /proc/pressure: microseconds stalled since boot, for some and for all tasks; absent kinds are undefined. */
export function parsePressure(text: string): { some?: number; full?: number } {
  const totalOf = (kind: string) => {
    const line = text.split("\n").find((candidate) => candidate.startsWith(`${kind} `));
    const total = line && /total=(\d+)/.exec(line)?.[1];
    return total === undefined || total === "" ? undefined : Number(total);
  };
  const some = totalOf("some");
  const full = totalOf("full");
  return { ...(some === undefined ? {} : { some }), ...(full === undefined ? {} : { full }) };
}

/** Emits host_pressure_ratio{resource,kind}: the share of the time since the last reading in which tasks stood waiting. */
export function createPressureReader(resource: string): (text: string, monotonicMs: number, emit: Emit) => void {
  const kinds = ["some", "full"] as const;
  const series = kinds.map((kind) => gauge("host_pressure_ratio", "ratio", { resource, kind }));
  let before: { at: number; values: { some?: number; full?: number } } | undefined;
  return (text, monotonicMs, emit) => {
    const values = parsePressure(text);
    const passed = before ? (monotonicMs - before.at) * 1000 : 0;
    kinds.forEach((kind, index) => {
      const now = values[kind];
      const was = before?.values[kind];
      const target = series[index];
      if (target && now !== undefined && was !== undefined && passed > 0 && now >= was) {
        emit(target, Math.min(1, Math.round(((now - was) / passed) * 10_000) / 10_000));
      }
    });
    before = { at: monotonicMs, values };
  };
}
