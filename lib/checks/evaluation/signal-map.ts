import type { HostReading } from "@/lib/fleet/host-health";
import type { SeriesInfo } from "@/lib/telemetry/sample";

/** What a series means to the judgement of states; null: nothing. */
export type Signal =
  | { of: "up" | "duration"; check: string }
  | { of: "host"; host: string; what: HostReading["what"]; mount: string }
  | null;

/** What a series means by its name and labels: phases, cores and modes other than busy mean nothing here. */
export function signalOf({ name, labels }: Pick<SeriesInfo, "name" | "labels">): Signal {
  const { check, host } = labels;
  if (check !== undefined && labels["phase"] === undefined) {
    if (name === "check_up") return { of: "up", check };
    if (name === "check_duration_seconds") return { of: "duration", check };
  }
  if (host === undefined) return null;
  if (name === "host_memory_used_ratio") return { of: "host", host, what: "memory", mount: "" };
  if (name === "host_disk_used_ratio") return { of: "host", host, what: "disk", mount: labels["mount"] ?? "" };
  if (name === "host_cpu_ratio" && labels["mode"] === "busy") return { of: "host", host, what: "cpu", mount: "" };
  return null;
}
