import { lstatSync, readdirSync } from "node:fs";
import path from "node:path";

/** The sizes of all files below a folder, as `du --apparent-size` adds them. */
export function bytesOnDisk(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + sizeOf(path.join(entry.parentPath, entry.name)), 0);
}

function sizeOf(file: string): number {
  // A store may merge a file away while it is being counted.
  return lstatSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
