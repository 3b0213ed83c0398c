import { execFileSync } from "node:child_process";
import { cpus, release, totalmem } from "node:os";

/** What the figures were taken on, in one line. */
export function machine(): string {
  const [first] = cpus();
  const gib = Math.round(totalmem() / 1024 ** 3);
  return `${cpus().length} x ${first?.model.trim() ?? "unknown CPU"}, ${gib} GiB, Linux ${release()}, Node ${process.version}`;
}

/** The commit that was measured, marked when the tree had changes beyond it. */
export function commit(): string {
  const git = (...words: string[]) => execFileSync("git", words, { encoding: "utf8" }).trim();
  try {
    return git("rev-parse", "--short", "HEAD") + (git("status", "--porcelain", "-uno") ? " with changes" : "");
  } catch {
    return "unknown";
  }
}
