import { readFileSync } from "node:fs";
import { processTable, treeOf } from "@/bench/measure/process-table";

export type Memory = { rssMiB: number; pssMiB: number };

/** Resident and proportional memory of the process trees, as the kernel counts them now. */
export function memoryOf(roots: readonly number[]): Memory {
  const sum = { rssMiB: 0, pssMiB: 0 };
  for (const pid of treeOf(processTable(), roots)) {
    const text = readRollup(pid);
    sum.rssMiB += mebibytes(text, "Rss");
    sum.pssMiB += mebibytes(text, "Pss");
  }
  return sum;
}

function readRollup(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
  } catch {
    return "";
  }
}

function mebibytes(text: string, name: string): number {
  return Number(new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(text)?.[1] ?? 0) / 1024;
}
