import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { type IngestDoors, openIngestDoors } from "@/lib/testing/ingest-doors";

const PROGRAM = "/usr/bin/prometheus";
const LISTEN = "127.0.0.1:4319";
const there = existsSync(PROGRAM);

let doors: IngestDoors | undefined;
let child: ChildProcess | undefined;
let folder: string | undefined;

afterEach(async () => {
  if (child && child.exitCode === null) {
    const ended = new Promise((resolve) => child?.once("exit", resolve));
    child.kill("SIGKILL");
    await ended;
  }
  await doors?.close();
  if (folder) await rm(folder, { recursive: true, force: true });
});

const config = (port: number, token: string) => `
global: { scrape_interval: 1s, external_labels: { replica: a } }
scrape_configs:
  - job_name: prometheus
    static_configs: [{ targets: ['${LISTEN}'] }]
remote_write:
  - url: http://127.0.0.1:${port}/api/v1/write
    authorization: { credentials: ${token} }
    queue_config: { batch_send_deadline: 1s }
`;

describe("Debian's Prometheus", () => {
  it.skipIf(!there && !process.env["CI"])(
    there ? "writes its own metrics to the door" : `is not here (${PROGRAM}): its remote write was not tried`,
    async () => {
      expect(there, `${PROGRAM} is missing: install Debian's package prometheus`).toBe(true);
      doors = await openIngestDoors({ realTime: true });
      folder = await mkdtemp(path.join(tmpdir(), "prometheus-"));
      await writeFile(path.join(folder, "prometheus.yml"), config(doors.port, doors.token));
      child = spawn(
        PROGRAM,
        [
          `--config.file=${folder}/prometheus.yml`,
          `--storage.tsdb.path=${folder}/data`,
          `--web.listen-address=${LISTEN}`,
        ],
        { stdio: "ignore" },
      );
      const matchers = [
        { label: "__name__", op: "=", value: "prometheus_tsdb_head_series" },
        { label: "job", op: "=", value: "prometheus" },
      ] as const;
      const { store, test } = doors;
      const samples = async () => {
        const [series] = await store.select(test.org, matchers, 1);
        if (!series) return 0;
        const nowMs = store.options.clock.millis();
        const [points] = await store.range(test.org, [series.id], {
          fromMs: nowMs - 60_000,
          toMs: nowMs + 1,
          resolution: "raw",
        });
        return points?.ms.length ?? 0;
      };
      await expect.poll(samples, { timeout: 25_000, interval: 250 }).toBeGreaterThanOrEqual(3);
      const all = await store.select(test.org, [{ label: "replica", op: "=", value: "a" }], 10_000);
      expect(all.length).toBeGreaterThan(300);
      expect(all.find(({ name }) => name === "prometheus_http_requests_total")?.kind).toBe("counter");
      expect(doors.failures).toEqual([]);
    },
  );
});
