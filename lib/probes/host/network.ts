import { type Emit, gauge, seriesByKey } from "@/lib/probes/host/emit";
import { createRates } from "@/lib/probes/host/rates";

const LEFT_OUT = /^(lo|ifb\d|dummy\d|veth)/;

export interface InterfaceCounters {
  readonly name: string;
  readonly receivedBytes: number;
  readonly sentBytes: number;
  readonly errors: number;
}

/** Reads /proc/net/dev: interfaces that have carried anything, without loopback and the ends of containers. */
export function parseInterfaceCounters(text: string): InterfaceCounters[] {
  const interfaces: InterfaceCounters[] = [];
  for (const line of text.split("\n")) {
    const colon = line.indexOf(":");
    if (colon < 0) continue;
    const name = line.slice(0, colon).trim();
    const fields = line
      .slice(colon + 1)
      .trim()
      .split(/ +/)
      .map(Number);
    const [receivedBytes = 0, sentBytes = 0] = [fields[0], fields[8]];
    if (LEFT_OUT.test(name) || fields.length < 16 || receivedBytes + sentBytes === 0) continue;
    const errors = (fields[2] ?? 0) + (fields[3] ?? 0) + (fields[10] ?? 0) + (fields[11] ?? 0);
    interfaces.push({ name, receivedBytes, sentBytes, errors });
  }
  return interfaces;
}

/** Emits host_network_bytes_per_second{interface,direction} and host_network_errors_per_second{interface} (errors and drops). */
export function createNetworkReader(): (text: string, monotonicMs: number, emit: Emit) => void {
  const name = "host_network_bytes_per_second";
  const direction = (way: string) => (key: string) =>
    gauge(name, "bytes_per_second", { interface: key, direction: way });
  const received = seriesByKey(direction("receive"), 64);
  const sent = seriesByKey(direction("transmit"), 64);
  const errors = seriesByKey((key) => gauge("host_network_errors_per_second", "per_second", { interface: key }), 64);
  const rate = createRates();
  return (text, monotonicMs, emit) => {
    for (const counters of parseInterfaceCounters(text)) {
      const [into, out, bad] = [received(counters.name), sent(counters.name), errors(counters.name)];
      if (!into || !out || !bad) continue;
      rate(into, counters.receivedBytes, monotonicMs, emit);
      rate(out, counters.sentBytes, monotonicMs, emit);
      rate(bad, counters.errors, monotonicMs, emit);
    }
  };
}
