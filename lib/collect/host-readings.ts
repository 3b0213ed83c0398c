import type { AlignedClock } from "@/lib/collect/clock";
import type { Emit } from "@/lib/probes/host/emit";
import type { HostProbe } from "@/lib/probes/host/host-probe";

export interface HostReadings {
  /** Reads what is due in this second; disks answer later and are taken along with the next one. */
  read(second: number, take: Emit): void;
}

const SLOW_SECONDS = 10;

/** The host's readings by second: the fast ones each time, processes and disks every ten (in different seconds). */
export function createHostReadings(probe: HostProbe, clock: AlignedClock): HostReadings {
  let disks: [Parameters<Emit>[0], number][] = [];
  let first = true;
  return {
    read(second, take) {
      const now = clock.monotonicMs();
      probe.readFast(now, take);
      for (const [series, value] of disks) take(series, value);
      disks = [];
      if (first || second % SLOW_SECONDS === 0) probe.readProcesses(now, take);
      if (first || second % SLOW_SECONDS === 5) {
        const found: typeof disks = [];
        void probe
          .readDisks((series, value) => found.push([series, value]))
          .then(() => {
            disks = found;
          });
      }
      first = false;
    },
  };
}
