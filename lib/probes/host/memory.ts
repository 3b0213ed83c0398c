import { type Emit, gauge } from "@/lib/probes/host/emit";

/** Reads /proc/meminfo into bytes by its own names; lines without kB are counts and are left out. */
export function parseMemory(text: string): Map<string, number> {
  const bytes = new Map<string, number>();
  for (const line of text.split("\n")) {
    const colon = line.indexOf(":");
    if (colon < 0 || !line.endsWith("kB")) continue;
    bytes.set(line.slice(0, colon), Number.parseInt(line.slice(colon + 1), 10) * 1024);
  }
  return bytes;
}

/**
 * Emits host_memory_bytes{state}, host_memory_used_ratio (what is not available, of all), host_swap_bytes{state}.
 * A kernel before 3.14 has no MemAvailable: free, buffers and page cache stand in.
 */
export function createMemoryReader(): (text: string, emit: Emit) => void {
  const state = (name: string) => gauge("host_memory_bytes", "bytes", { state: name });
  const [total, available, used, free] = [state("total"), state("available"), state("used"), state("free")];
  const [cached, buffers] = [state("cached"), state("buffers")];
  const ratio = gauge("host_memory_used_ratio", "ratio");
  const swapUsed = gauge("host_swap_bytes", "bytes", { state: "used" });
  const swapTotal = gauge("host_swap_bytes", "bytes", { state: "total" });
  return (text, emit) => {
    const memory = parseMemory(text);
    const of = (name: string) => memory.get(name) ?? 0;
    const all = of("MemTotal");
    if (all === 0) return;
    const usable = memory.get("MemAvailable") ?? of("MemFree") + of("Buffers") + of("Cached");
    emit(total, all);
    emit(available, usable);
    emit(used, all - usable);
    emit(free, of("MemFree"));
    emit(cached, of("Cached") + of("SReclaimable"));
    emit(buffers, of("Buffers"));
    emit(ratio, Math.round((1 - usable / all) * 100_000) / 100_000);
    emit(swapTotal, of("SwapTotal"));
    emit(swapUsed, of("SwapTotal") - of("SwapFree"));
  };
}
