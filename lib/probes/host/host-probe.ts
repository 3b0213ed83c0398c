import { createCpuReader } from "@/lib/probes/host/cpu";
import { createDiskIoReader } from "@/lib/probes/host/disk-io";
import { createDisksReader, parseMounts } from "@/lib/probes/host/disks";
import type { Emit } from "@/lib/probes/host/emit";
import { createLoadReader, createUptimeReader } from "@/lib/probes/host/load";
import { createMemoryReader } from "@/lib/probes/host/memory";
import { createNetworkReader } from "@/lib/probes/host/network";
import { createPressureReader } from "@/lib/probes/host/pressure";
import { openProcFile, readProcFile } from "@/lib/probes/host/proc-file";
import { createProcessesReader } from "@/lib/probes/host/processes";

/** The readings of one machine; rates need two readings, so the first call of each says less. */
export interface HostProbe {
  /** CPU, memory, swap, pressure, disk I/O, network, load, uptime: for each second. */
  readFast(monotonicMs: number, emit: Emit): void;
  /** Filesystems: for every ten seconds, resolves when each local mount has answered. */
  readDisks(emit: Emit): Promise<void>;
  /** Processes by use: for every ten seconds. */
  readProcesses(monotonicMs: number, emit: Emit): void;
  close(): void;
}

/** Opens the readings of this machine from /proc; on a system without it every reading is silent. */
export function createHostProbe(root = "/proc"): HostProbe {
  const file = (name: string) => openProcFile(`${root}/${name}`);
  const [stat, meminfo, loadavg, uptime] = [file("stat"), file("meminfo"), file("loadavg"), file("uptime")];
  const [diskstats, network] = [file("diskstats"), file("net/dev")];
  const cpuReader = createCpuReader();
  const memoryReader = createMemoryReader();
  const loadReader = createLoadReader();
  const uptimeReader = createUptimeReader();
  const diskIoReader = createDiskIoReader();
  const networkReader = createNetworkReader();
  const disksReader = createDisksReader();
  const processesReader = createProcessesReader();
  const pressures = ["cpu", "memory", "io"].map((resource) => ({
    file: file(`pressure/${resource}`),
    reader: createPressureReader(resource),
  }));

  return {
    readFast(monotonicMs, emit) {
      cpuReader(stat.read(), emit);
      memoryReader(meminfo.read(), emit);
      loadReader(loadavg.read(), emit);
      uptimeReader(uptime.read(), emit);
      diskIoReader(diskstats.read(), monotonicMs, emit);
      networkReader(network.read(), monotonicMs, emit);
      for (const pressure of pressures) pressure.reader(pressure.file.read(), monotonicMs, emit);
    },
    readDisks: (emit) => disksReader(parseMounts(readProcFile(`${root}/self/mounts`)), emit),
    readProcesses: processesReader,
    close() {
      for (const open of [stat, meminfo, loadavg, uptime, diskstats, network]) open.close();
      for (const pressure of pressures) pressure.file.close();
    },
  };
}
