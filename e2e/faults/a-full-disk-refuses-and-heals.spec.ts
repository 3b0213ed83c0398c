import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { nocturne } from "../support/command-line";
import { expect, test } from "../support/fixtures";
import { openLedger } from "../support/ledger";
import { untilReady } from "../support/processes";
import { startProduct } from "../support/product";

// F8: a disk just large enough to start on, then filled.
const DISK = "420m";

test.describe.configure({ timeout: 300_000 });

test("on a full disk samples are refused with 503 and Retry-After, pages answer, and it heals by itself", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "nocturne-full-"));
  test.skip(!mounted(folder), "mounting a small disk is not permitted here");
  const product = await startProduct({ NOCTURNE_DATA: folder });
  try {
    const place = { address: product.address, data: folder };
    const make = (role: string) => nocturne(folder, "keys", "create", "--name", role, "--role", role);
    const [writes, reads] = [await make("ingest"), await make("viewer")];
    const ledger = openLedger({ ...place, token: writes, name: "fault_disk", startMs: Date.now() - 600_000 });
    await ledger.more(20);
    const ballast = path.join(folder, "ballast");
    fill(folder, ballast);
    const refusal = await largeUntilRefused(product.address, writes);
    expect(refusal).toEqual({ status: 503, retryAfter: expect.stringMatching(/^\d+$/) });
    expect((await fetch(`${product.address}/sign-in`)).status).toBe(200);
    rmSync(ballast);
    await untilReady(product.address, "green");
    await ledger.more(20);
    await ledger.stop();
    expect(await ledger.audit(reads)).toEqual([]);
  } finally {
    await product.stop();
    execFileSync("umount", ["-l", folder]);
    rmSync(folder, { recursive: true, force: true });
  }
});

function mounted(folder: string): boolean {
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${DISK},mode=0710`, "tmpfs", folder], { stdio: "ignore" });
    return true;
  } catch {
    rmSync(folder, { recursive: true, force: true });
    return false;
  }
}

function fill(folder: string, ballast: string): void {
  const { bavail, bsize } = statfsSync(folder);
  writeFileSync(ballast, Buffer.alloc(Math.max(0, bavail * bsize - 64 * 1024)));
}

/** Sends ever new samples until the journal finds no room: the first answer that is not an acceptance. */
async function largeUntilRefused(
  address: string,
  token: string,
): Promise<{ status: number; retryAfter: string | null }> {
  for (let round = 0; round < 600; round++) {
    const answer = await fetch(`${address}/v1/metrics`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      body: JSON.stringify(manySamples(round)),
      signal: AbortSignal.timeout(20_000),
    });
    await answer.text();
    if (answer.status !== 200) return { status: answer.status, retryAfter: answer.headers.get("retry-after") };
  }
  throw new Error("The disk took everything");
}

function manySamples(round: number): unknown {
  const nowMs = Date.now();
  const dataPoints = Array.from({ length: 5_000 }, (_, at) => ({
    timeUnixNano: `${nowMs - 5_000 + at}000000`,
    asDouble: Math.random(),
    attributes: [{ key: "round", value: { stringValue: String(round % 50) } }],
  }));
  return {
    resourceMetrics: [
      { resource: { attributes: [] }, scopeMetrics: [{ metrics: [{ name: "fault_filler", gauge: { dataPoints } }] }] },
    ],
  };
}
