import { closeSync, openSync, readSync } from "node:fs";

const shared = Buffer.allocUnsafe(64 * 1024);

/** A file of /proc that is kept open and read again from its start; absent or unreadable files read as "". */
export interface ProcFile {
  read(): string;
  close(): void;
}

/** Opens a file of /proc once; each `read` returns at most 64 KiB of it as latin1 text and never throws. */
export function openProcFile(path: string): ProcFile {
  let fd: number | undefined;
  try {
    fd = openSync(path, "r");
  } catch {
    fd = undefined;
  }
  return {
    read() {
      if (fd === undefined) return "";
      try {
        return shared.toString("latin1", 0, fill(fd));
      } catch {
        return "";
      }
    },
    close() {
      if (fd !== undefined) closeSync(fd);
      fd = undefined;
    },
  };
}

/** Reads a small file once (64 KiB at most); "" when it is gone or unreadable. */
export function readProcFile(path: string): string {
  const file = openProcFile(path);
  try {
    return file.read();
  } finally {
    file.close();
  }
}

// seq_file hands out whole records up to the buffer it is given: one short read does not mean the end.
function fill(fd: number): number {
  let length = 0;
  while (length < shared.length) {
    const got = readSync(fd, shared, length, shared.length - length, length);
    if (got === 0) break;
    length += got;
  }
  return length;
}
