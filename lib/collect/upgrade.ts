import { createHash } from "node:crypto";
import { readFileSync, renameSync, writeFileSync } from "node:fs";

/** Hash of the file that this process runs; "" when it cannot be read. */
export function ownHash(path: string): string {
  try {
    return createHash("sha256").update(readFileSync(path)).digest("hex");
  } catch {
    return "";
  }
}

const MOST_BUNDLE_BYTES = 16 * 1024 * 1024;

/**
 * Fetches the console's bundle over the enrolled connection's origin, and puts it in this file's place when its hash is the announced one.
 * Answers whether the file changed; the caller then ends, and whoever started it starts it again.
 */
export async function replaceBundle(path: string, server: string, announcedHash: string): Promise<boolean> {
  const answer = await fetch(new URL("/collector/nocturne-collector.mjs", server), {
    redirect: "error",
    signal: AbortSignal.timeout(60_000),
  });
  if (!answer.ok) return false;
  const bytes = Buffer.from(await answer.arrayBuffer());
  const hash = createHash("sha256").update(bytes).digest("hex");
  if (bytes.length > MOST_BUNDLE_BYTES || hash !== announcedHash) return false;
  writeFileSync(`${path}.new`, bytes, { mode: 0o755 });
  renameSync(`${path}.new`, path);
  return true;
}
