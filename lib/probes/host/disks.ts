import { statfs } from "node:fs/promises";
import { type Emit, gauge, seriesByKey } from "@/lib/probes/host/emit";

// Only what lives on this machine's own disks: statfs on a dead network mount never returns.
const LOCAL = new Set(["ext2", "ext3", "ext4", "xfs", "btrfs", "zfs", "f2fs", "vfat", "overlay", "bcachefs", "jfs"]);
const MOST_MOUNTS = 64;

/** Reads /proc/mounts: the mount points of local filesystems, each device once (its shortest path), at most 64. */
export function parseMounts(text: string): string[] {
  const byDevice = new Map<string, string>();
  for (const line of text.split("\n")) {
    const [device, escaped, type] = line.split(" ");
    if (!device || !escaped || !type || !LOCAL.has(type)) continue;
    const mount = escaped.replace(/\\([0-7]{3})/g, (_, octal: string) =>
      String.fromCharCode(Number.parseInt(octal, 8)),
    );
    // Every container has its own overlay; the root's is the one that tells about this machine.
    if (type === "overlay" && mount !== "/") continue;
    const known = byDevice.get(device);
    if (known === undefined || mount.length < known.length) byDevice.set(device, mount);
  }
  return [...byDevice.values()].sort().slice(0, MOST_MOUNTS);
}

/** Emits host_disk_bytes{mount,state}, host_disk_used_ratio{mount} (as df counts it) and host_disk_inodes_used_ratio{mount}. */
export function createDisksReader(): (mounts: readonly string[], emit: Emit) => Promise<void> {
  const state = (name: string) => seriesByKey((mount) => gauge("host_disk_bytes", "bytes", { mount, state: name }), 64);
  const [total, used, available] = [state("total"), state("used"), state("available")];
  const ratio = seriesByKey((mount) => gauge("host_disk_used_ratio", "ratio", { mount }), 64);
  const inodes = seriesByKey((mount) => gauge("host_disk_inodes_used_ratio", "ratio", { mount }), 64);
  const waiting = new Set<string>();

  async function readMount(mount: string, emit: Emit): Promise<void> {
    // One answer may be outstanding per mount, so that a stuck disk cannot use up the thread pool.
    if (waiting.has(mount)) return;
    waiting.add(mount);
    try {
      const disk = await statfs(mount);
      const usedBlocks = disk.blocks - disk.bfree;
      const usable = usedBlocks + disk.bavail;
      if (usable === 0) return;
      emitTo(total(mount), disk.blocks * disk.bsize, emit);
      emitTo(used(mount), usedBlocks * disk.bsize, emit);
      emitTo(available(mount), disk.bavail * disk.bsize, emit);
      emitTo(ratio(mount), rounded(usedBlocks / usable), emit);
      if (disk.files > 0) emitTo(inodes(mount), rounded((disk.files - disk.ffree) / disk.files), emit);
    } catch {
      // Gone between two looks: nothing is said, which shows as stale.
    } finally {
      waiting.delete(mount);
    }
  }

  return async (mounts, emit) => {
    await Promise.all(mounts.map((mount) => readMount(mount, emit)));
  };
}

function emitTo(series: ReturnType<typeof gauge> | undefined, value: number, emit: Emit): void {
  if (series) emit(series, value);
}

function rounded(value: number): number {
  return Math.round(value * 100_000) / 100_000;
}
