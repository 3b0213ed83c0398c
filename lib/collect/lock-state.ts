import { mkdirSync, readFileSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Takes a state folder for this process, so that two collectors never write one spool; throws while another live process has it. */
export function lockState(directory: string): () => void {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const path = join(directory, "collector.pid");
  const holder = holderOf(path);
  if (holder !== undefined && holder !== process.pid && isCollector(holder)) {
    throw new Error(`Another collector (process ${holder}) already runs on ${directory}.`);
  }
  writeFileSync(path, String(process.pid), { mode: 0o600 });
  return () => {
    if (holderOf(path) === process.pid) unlinkSync(path);
  };
}

function holderOf(path: string): number | undefined {
  try {
    return Number(readFileSync(path, "utf8")) || undefined;
  } catch {
    return undefined;
  }
}

// The number of a process that ended may belong to another program by now.
function isCollector(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return readFileSync(`/proc/${pid}/cmdline`, "latin1").includes("collector");
  } catch {
    return false;
  }
}
