import { type Emit, gauge } from "@/lib/probes/host/emit";

/** Emits host_load{period} for 1m, 5m and 15m from /proc/loadavg. */
export function createLoadReader(): (text: string, emit: Emit) => void {
  const series = ["1m", "5m", "15m"].map((period) => gauge("host_load", "count", { period }));
  return (text, emit) => {
    const fields = text.split(" ");
    series.forEach((target, index) => {
      const value = Number.parseFloat(fields[index] ?? "");
      if (Number.isFinite(value)) emit(target, value);
    });
  };
}

/** Emits host_uptime_seconds from /proc/uptime. */
export function createUptimeReader(): (text: string, emit: Emit) => void {
  const series = gauge("host_uptime_seconds", "seconds");
  return (text, emit) => {
    const seconds = Number.parseFloat(text);
    if (Number.isFinite(seconds)) emit(series, Math.floor(seconds));
  };
}
