import type { CheckInput } from "@/lib/probes/check-input";
import type { Proposal } from "@/lib/probes/collector-wire";
import { readProcFile } from "@/lib/probes/host/proc-file";
import { runProbe } from "@/lib/probes/run-probe";

const LISTEN = "0A";
const LOOPBACK_4 = "0100007F";
const ANY_4 = "00000000";

/** The ports that something listens on and that this machine itself can reach over loopback, from /proc/net/tcp and tcp6. */
export function parseListeningPorts(tcp: string, tcp6: string): number[] {
  const ports = new Set<number>();
  for (const line of [...tcp.split("\n"), ...tcp6.split("\n")]) {
    const fields = line.trim().split(/\s+/);
    const [address, port] = (fields[1] ?? "").split(":");
    if (fields[3] !== LISTEN || !address || !port || !isHere(address)) continue;
    ports.add(Number.parseInt(port, 16));
  }
  return [...ports].sort((left, right) => left - right);
}

// The kernel writes addresses in its own byte order: all zero is any, 0100007F is 127.0.0.1; of IPv6, any, ::1 and mapped loopback.
function isHere(address: string): boolean {
  if (address.length === 8) return address === ANY_4 || address === LOOPBACK_4;
  return /^0{32}$|^0{24}01000000$|^0{16}FFFF00000100007F$/i.test(address);
}

interface Known {
  readonly port: number;
  readonly title: string;
  readonly input: (port: number) => CheckInput;
  /** Says yes to what the first answer shows. */
  readonly probe?: CheckInput["kind"];
}

const url = (path: string) => (port: number) => `http://127.0.0.1:${port}${path}`;
const exporter = (title: string, port: number): Known => ({
  port,
  title,
  input: (at) => ({ kind: "prometheus", url: url("/metrics")(at) }),
  probe: "prometheus",
});
const web = (title: string, port: number): Known => ({
  port,
  title,
  input: (at) => ({ kind: "http", url: url("/")(at), expectStatus: "200-499" }),
  probe: "http",
});

const KNOWN: readonly Known[] = [
  {
    port: 5432,
    title: "PostgreSQL",
    input: (port) => ({ kind: "postgres", host: "127.0.0.1", port, database: "postgres", user: "nocturne" }),
  },
  { port: 6379, title: "Redis", input: (port) => ({ kind: "redis", host: "127.0.0.1", port }) },
  exporter("node_exporter", 9100),
  exporter("Prometheus", 9090),
  exporter("Alertmanager", 9093),
  exporter("postgres_exporter", 9187),
  exporter("redis_exporter", 9121),
  exporter("nginx exporter", 9113),
  exporter("etcd", 2379),
  web("Web server", 80),
  web("Web server", 8080),
  web("Varnish", 6081),
  web("Grafana", 3000),
  { port: 443, title: "Web server (TLS)", input: (port) => ({ kind: "tls", host: "127.0.0.1", port }) },
  { port: 3306, title: "MySQL", input: (port) => ({ kind: "tcp", host: "127.0.0.1", port }) },
  {
    port: 11211,
    title: "Memcached",
    input: (port) => ({ kind: "tcp", host: "127.0.0.1", port, send: "version\r\n", expect: "VERSION" }),
  },
  { port: 5672, title: "RabbitMQ", input: (port) => ({ kind: "tcp", host: "127.0.0.1", port }) },
  { port: 27017, title: "MongoDB", input: (port) => ({ kind: "tcp", host: "127.0.0.1", port }) },
];

/** What would be proposed for these ports, before anything was asked. */
export function candidatesFor(ports: readonly number[]): (Proposal & { readonly ask: boolean })[] {
  return KNOWN.filter(({ port }) => ports.includes(port)).map(({ port, title, input, probe }) => ({
    key: `${title.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-")}-${port}`,
    title: `${title} on port ${port}`,
    input: input(port),
    ask: probe !== undefined,
  }));
}

/**
 * Looks at what listens on this machine and proposes checks for what it knows. Speakers of HTTP are asked once, politely, whether they
 * are what their port says; nothing is proposed for ports it does not know, and no password is ever tried.
 */
export function createDiscovery(): () => Promise<Proposal[]> {
  const answered = new Map<string, boolean>();
  return async () => {
    const candidates = candidatesFor(
      parseListeningPorts(readProcFile("/proc/net/tcp"), readProcFile("/proc/net/tcp6")),
    );
    const present = new Set(candidates.map(({ key }) => key));
    for (const key of answered.keys()) if (!present.has(key)) answered.delete(key);
    for (const { key, input, ask } of candidates) {
      if (!answered.has(key)) answered.set(key, !ask || (await runProbe(input, {}, 2_000)).ok);
    }
    return candidates.filter(({ key }) => answered.get(key)).map(({ ask: _, ...proposal }) => proposal);
  };
}
