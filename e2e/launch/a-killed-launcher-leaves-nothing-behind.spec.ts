import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { runningServer } from "@/bin/launch/database-server.js";
import { expect, test } from "../support/fixtures";
import { processesOf } from "../support/processes";
import { startProduct } from "../support/product";

test.describe.configure({ timeout: 300_000 });

test("when the launcher is killed its processes end, and the next start adopts the database and stops it cleanly", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "nocturne-again-"));
  const database = path.join(folder, "postgresql");
  try {
    const first = await startProduct({ NOCTURNE_DATA: folder });
    const orphans = processesOf(folder);
    await first.crash();
    for (const name of ["web", "worker", "collector"] as const) {
      await expect.poll(() => isAlive(orphans[name].pid), { message: name, timeout: 20_000 }).toBe(false);
    }
    expect(runningServer(database)?.pid).toBe(orphans.database.pid);

    const second = await startProduct({ NOCTURNE_DATA: folder });
    expect(second.said()).toContain("still running, adopted");
    expect(second.said()).not.toContain("Sign in as");
    expect(await second.stop()).toBe(0);
    expect(runningServer(database)).toBeUndefined();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
