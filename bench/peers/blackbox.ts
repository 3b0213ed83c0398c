import { writeFileSync } from "node:fs";
import path from "node:path";
import type { Leftovers } from "@/bench/measure/leftovers";
import { PORTS } from "@/bench/peers/ports";
import { installed, type Program, startProgram } from "@/bench/peers/program";
import { ask } from "@/bench/workload/send";

const MODULES = "modules:\n  http_2xx:\n    prober: http\n    timeout: 5s\n";
const ADDRESS = `127.0.0.1:${PORTS.blackbox}`;

/** Debian's blackbox exporter, or undefined when it is not installed. */
export async function startBlackbox(leftovers: Leftovers): Promise<Program | undefined> {
  const command = installed("prometheus-blackbox-exporter");
  if (!command) return undefined;
  const folder = leftovers.folder("blackbox");
  const config = path.join(folder, "blackbox.yml");
  writeFileSync(config, MODULES);
  return startProgram(leftovers, {
    command,
    options: [`--config.file=${config}`, `--web.listen-address=${ADDRESS}`, "--log.level=error"],
    log: path.join(folder, "log"),
    ready: async () => (await ask(`http://${ADDRESS}/-/healthy`)).status === 200,
  });
}

/** Prometheus' configuration for asking the blackbox exporter about every target. */
export function blackboxScrapes(targets: readonly string[], everySeconds: number): string {
  return JSON.stringify({
    scrape_configs: [
      {
        job_name: "checks",
        metrics_path: "/probe",
        scrape_interval: `${everySeconds}s`,
        scrape_timeout: "10s",
        params: { module: ["http_2xx"] },
        static_configs: [{ targets }],
        relabel_configs: [
          { source_labels: ["__address__"], target_label: "__param_target" },
          { source_labels: ["__param_target"], target_label: "instance" },
          { target_label: "__address__", replacement: ADDRESS },
        ],
      },
    ],
  });
}
