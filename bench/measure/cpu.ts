import { processTable, treeOf } from "@/bench/measure/process-table";

/** CPU-seconds that the process trees under the roots have used so far, children that have ended included. */
export function cpuSeconds(roots: readonly number[]): number {
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
