import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Leftovers } from "@/bench/measure/leftovers";
import { PORTS } from "@/bench/peers/ports";
import { installed, type Program, startProgram } from "@/bench/peers/program";
import { ask } from "@/bench/workload/send";

export type Netdata = Program & { metrics(): Promise<number> };

const OFF = [
  "go.d",
  "python.d",
  "charts.d",
  "node.d",
  "ebpf",
  "fping",
  "ioping",
  "perf",
  "nfacct",
  "freeipmi",
  "slabinfo",
];

/** Debian's Netdata at one sample a second, alone on loopback: no cloud, no registry, no statistics. Undefined when it is not installed. */
export async function startNetdata(leftovers: Leftovers): Promise<Netdata | undefined> {
  const command = installed("netdata");
  if (!command) return undefined;
  const folder = leftovers.folder("netdata");
  for (const name of ["cache", "lib/cloud.d", "log", "config"]) mkdirSync(path.join(folder, name), { recursive: true });
  writeFileSync(path.join(folder, "lib/cloud.d/cloud.conf"), "[global]\n  enabled = no\n");
  writeFileSync(path.join(folder, "config/.opt-out-from-anonymous-statistics"), "");
  const config = path.join(folder, "config/netdata.conf");
  writeFileSync(config, configuration(folder));
  const url = `http://127.0.0.1:${PORTS.netdata}`;
  const program = await startProgram(leftovers, {
    command,
    options: ["-D", "-c", config, "-P", path.join(folder, "pid")],
    environment: { ...process.env, DO_NOT_TRACK: "1", NETDATA_USER_CONFIG_DIR: path.join(folder, "config") },
    log: path.join(folder, "log/out"),
    ready: async () => (await ask(`${url}/api/v1/info`)).status === 200,
  });
  return {
    ...program,
    async metrics() {
      const { body } = await ask(`${url}/api/v1/charts`);
      return (JSON.parse(body.toString()) as { dimensions_count: number }).dimensions_count;
    },
  };
}

function configuration(folder: string): string {
  const off = OFF.map((plugin) => `  ${plugin} = no`).join("\n");
  return `[global]
  run as user = root
[directories]
  config = ${folder}/config
  cache = ${folder}/cache
  lib = ${folder}/lib
  log = ${folder}/log
[db]
  update every = 1
[web]
  bind to = 127.0.0.1
  default port = ${PORTS.netdata}
[registry]
  enabled = no
[statsd]
  enabled = no
[health]
  enabled = no
[ml]
  enabled = no
[plugins]
${off}
`;
}
