import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { bytesOnDisk } from "@/bench/measure/bytes-on-disk";
import type { Leftovers } from "@/bench/measure/leftovers";
import { PORTS } from "@/bench/peers/ports";
import { installed, type Program, startProgram } from "@/bench/peers/program";
import { ask } from "@/bench/workload/send";

export type Prometheus = Program & {
  url: string;
  writeUrl: string;
  /** Writes everything it holds as finished blocks and answers their bytes per sample, index included. */
  blockBytesPerSample(): Promise<number>;
  /** The value of one of its own measurements. */
  own(metric: string): Promise<number>;
};

/** Debian's Prometheus with a receiver for remote write, or undefined when it is not installed. */
export async function startPrometheus(leftovers: Leftovers, config = "global: {}\n"): Promise<Prometheus | undefined> {
  const command = installed("prometheus");
  if (!command) return undefined;
  const folder = leftovers.folder("prometheus");
  const [data, file] = [path.join(folder, "data"), path.join(folder, "prometheus.yml")];
  mkdirSync(data);
  writeFileSync(file, config);
  const url = `http://127.0.0.1:${PORTS.prometheus}`;
  const program = await startProgram(leftovers, {
    command,
    options: [
      `--config.file=${file}`,
      `--storage.tsdb.path=${data}`,
      "--storage.tsdb.retention.time=90d",
      `--web.listen-address=127.0.0.1:${PORTS.prometheus}`,
      "--web.enable-remote-write-receiver",
      "--web.enable-admin-api",
      "--log.level=warn",
    ],
    log: path.join(folder, "log"),
    ready: async () => (await ask(`${url}/-/ready`)).status === 200,
  });
  return {
    ...program,
    url,
    writeUrl: `${url}/api/v1/write`,
    async blockBytesPerSample() {
      const { status, body } = await ask(`${url}/api/v1/admin/tsdb/snapshot`, { method: "POST" });
      if (status !== 200) throw new Error(`Prometheus made no snapshot: ${body.toString()}`);
      const { name } = (JSON.parse(body.toString()) as { data: { name: string } }).data;
      return bytesPerSample(path.join(data, "snapshots", name));
    },
    async own(metric) {
      const { body } = await ask(`${url}/metrics`);
      return Number(new RegExp(`^${metric} (\\S+)$`, "m").exec(body.toString())?.[1]);
    },
  };
}

function bytesPerSample(snapshot: string): number {
  const blocks = readdirSync(snapshot).map((name) => path.join(snapshot, name));
  const samples = blocks.map((block) => {
    const meta = JSON.parse(readFileSync(path.join(block, "meta.json"), "utf8")) as { stats: { numSamples: number } };
    return meta.stats.numSamples;
  });
  return bytesOnDisk(snapshot) / samples.reduce((sum, count) => sum + count, 0);
}
