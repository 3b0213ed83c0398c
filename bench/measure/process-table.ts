import { readdirSync, readFileSync } from "node:fs";

/** Linux counts /proc times in 1/100 s, whatever the kernel's own tick. */
const TICKS_PER_SECOND = 100;

export type ProcessStat = { pid: number; parent: number; seconds: number };

/** The process, its parent and the CPU-seconds of itself and of the children it has reaped, from /proc/<pid>/stat. */
export function parseStat(text: string): ProcessStat {
  const end = text.lastIndexOf(")");
  // From field 3: state ppid pgrp session tty tpgid flags minflt cminflt majflt cmajflt utime stime cutime cstime
  const fields = text.slice(end + 2).split(" ");
  const ticks = [11, 12, 13, 14].reduce((sum, at) => sum + Number(fields[at]), 0);
  return { pid: Number.parseInt(text, 10), parent: Number(fields[1]), seconds: ticks / TICKS_PER_SECOND };
}

/** The ids of the roots and everything below them. */
export function treeOf(table: readonly ProcessStat[], roots: readonly number[]): Set<number> {
  const children = new Map<number, number[]>();
  for (const { pid, parent } of table) children.set(parent, [...(children.get(parent) ?? []), pid]);
  const tree = new Set<number>();
  const open = roots.filter((root) => table.some(({ pid }) => pid === root));
  for (let pid = open.pop(); pid !== undefined; pid = open.pop()) {
    if (tree.has(pid)) continue;
    tree.add(pid);
    open.push(...(children.get(pid) ?? []));
  }
  return tree;
}

/** Every process of this machine that could be read. */
export function processTable(): ProcessStat[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        return [parseStat(readFileSync(`/proc/${name}/stat`, "utf8"))];
      } catch {
        // It ended between the listing and the reading; its time is its parent's now.
        return [];
      }
    });
}
