import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

export type Leftover = { stop: () => Promise<void>; kill: () => unknown };
export type Leftovers = {
  add(leftover: Leftover): void;
  /** A new folder that is removed in the end. */
  folder(name: string): string;
  /** Stops what was started, the newest first. */
  clear(): Promise<void>;
};

/** Everything a claim starts on this machine, so that nothing of it outlives the bench, not even when the bench is interrupted. */
export function createLeftovers(): Leftovers {
  const started: Leftover[] = [];
  const folders: string[] = [];
  const removeFolders = () => {
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  const onExit = () => {
    for (const { kill } of started.splice(0).reverse()) kill();
    removeFolders();
  };
  process.once("exit", onExit);
  return {
    add: (leftover) => started.push(leftover),
    folder(name) {
      const folder = mkdtempSync(path.join(tmpdir(), `nocturne-bench-${name}-`));
      folders.push(folder);
      return folder;
    },
    async clear() {
      process.off("exit", onExit);
      for (const { stop } of started.splice(0).reverse()) await stop();
      removeFolders();
    },
  };
}
