import { processTable, treeOf } from "@/bench/measure/process-table";

/** CPU-seconds that the process trees under the roots have used so far, children that have ended included. */
function cpuSeconds(roots: readonly number[]): number {
  const table = processTable();
  const tree = treeOf(table, roots);
  if (tree.size < roots.length) throw new Error("a measured process has ended");
  return table.reduce((sum, { pid, seconds }) => (tree.has(pid) ? sum + seconds : sum), 0);
}

/** Starts a measurement; the returned function tells the CPU-seconds used since. */
export function cpuMeter(roots: readonly number[]): () => number {
  const before = cpuSeconds(roots);
  return () => cpuSeconds(roots) - before;
}

/** Starts a measurement of each root apart; the returned function tells the CPU-seconds that each tree has used since. */
export function cpuParts(roots: Readonly<Record<string, number>>): () => Record<string, number> {
  const meters = Object.entries(roots).map(([name, pid]) => [name, cpuMeter([pid])] as const);
  return () => Object.fromEntries(meters.map(([name, used]) => [name, used()]));
}
