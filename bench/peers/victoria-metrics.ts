import path from "node:path";
import { bytesOnDisk } from "@/bench/measure/bytes-on-disk";
import type { Leftovers } from "@/bench/measure/leftovers";
import { until } from "@/bench/measure/until";
import { PORTS } from "@/bench/peers/ports";
import { installed, type Program, startProgram } from "@/bench/peers/program";
import { ask } from "@/bench/workload/send";

export type VictoriaMetrics = Program & {
  url: string;
  writeUrl: string;
  /** Makes what it received readable. */
  flush(): Promise<void>;
  /** Merges its parts into final ones. */
  merge(): Promise<void>;
  /** The bytes of its whole data folder, once merged-away files are gone. */
  settledBytes(): Promise<number>;
};

/** Debian's VictoriaMetrics, or undefined when it is not installed. */
export async function startVictoriaMetrics(leftovers: Leftovers): Promise<VictoriaMetrics | undefined> {
  const command = installed("victoria-metrics");
  if (!command) return undefined;
  const folder = leftovers.folder("victoria-metrics");
  const data = path.join(folder, "data");
  const url = `http://127.0.0.1:${PORTS.victoriaMetrics}`;
  const program = await startProgram(leftovers, {
    command,
    options: [
      `-storageDataPath=${data}`,
      `-httpListenAddr=127.0.0.1:${PORTS.victoriaMetrics}`,
      "-retentionPeriod=12",
      "-loggerLevel=ERROR",
    ],
    log: path.join(folder, "log"),
    ready: async () => (await ask(`${url}/health`)).status === 200,
  });
  const tell = async (order: string) => {
    const { status } = await ask(`${url}/internal/${order}`);
    if (status !== 200) throw new Error(`VictoriaMetrics refused ${order}: ${status}`);
  };
  return {
    ...program,
    url,
    writeUrl: `${url}/api/v1/write`,
    flush: () => tell("force_flush"),
    async merge() {
      await tell("force_flush");
      await tell("force_merge");
    },
    async settledBytes() {
      let before = Number.NaN;
      await until(
        "VictoriaMetrics has tidied up",
        () => {
          const now = bytesOnDisk(data);
          const isSettled = now === before;
          before = now;
          return isSettled;
        },
        { seconds: 60, everyMs: 3_000 },
      );
      return before;
    },
  };
}
