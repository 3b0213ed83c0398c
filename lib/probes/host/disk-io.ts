import { type Emit, gauge, seriesByKey } from "@/lib/probes/host/emit";
import { createRates } from "@/lib/probes/host/rates";

// /proc/diskstats counts in sectors of 512 bytes whatever the device's own sector is (Documentation/admin-guide/iostats).
const SECTOR_BYTES = 512;
const LEFT_OUT = /^(loop|ram|zram|fd|sr|nbd)\d/;
// Parts of a disk are counted in the disk: sda1, vda2, nvme0n1p1, mmcblk0p2.
const PARTITION = /^((s|v|h|xv)d[a-z]+\d+|(nvme\d+n\d+|mmcblk\d+)p\d+)$/;

export interface DiskCounters {
  readonly device: string;
  readonly readBytes: number;
  readonly writtenBytes: number;
  readonly busyMs: number;
}

/** Reads /proc/diskstats: whole disks that have done anything, without partitions, loops and RAM disks. */
export function parseDiskCounters(text: string): DiskCounters[] {
  const disks: DiskCounters[] = [];
  for (const line of text.split("\n")) {
    const fields = line.trim().split(/ +/);
    const device = fields[2];
    if (!device || fields.length < 14 || LEFT_OUT.test(device) || PARTITION.test(device)) continue;
    const readBytes = Number(fields[5]) * SECTOR_BYTES;
    const writtenBytes = Number(fields[9]) * SECTOR_BYTES;
    if (readBytes + writtenBytes > 0) disks.push({ device, readBytes, writtenBytes, busyMs: Number(fields[12]) });
  }
  return disks;
}

/** Emits host_disk_io_bytes_per_second{device,direction} and host_disk_busy_ratio{device}. */
export function createDiskIoReader(): (text: string, monotonicMs: number, emit: Emit) => void {
  const name = "host_disk_io_bytes_per_second";
  const read = seriesByKey((device) => gauge(name, "bytes_per_second", { device, direction: "read" }), 64);
  const written = seriesByKey((device) => gauge(name, "bytes_per_second", { device, direction: "write" }), 64);
  const busy = seriesByKey((device) => gauge("host_disk_busy_ratio", "ratio", { device }), 64);
  const rate = createRates();
  return (text, monotonicMs, emit) => {
    const asRatio: Emit = (series, perSecond) => emit(series, Math.min(1, perSecond / 1000));
    for (const disk of parseDiskCounters(text)) {
      const [reads, writes, busyOf] = [read(disk.device), written(disk.device), busy(disk.device)];
      if (!reads || !writes || !busyOf) continue;
      rate(reads, disk.readBytes, monotonicMs, emit);
      rate(writes, disk.writtenBytes, monotonicMs, emit);
      rate(busyOf, disk.busyMs, monotonicMs, asRatio);
    }
  };
}
