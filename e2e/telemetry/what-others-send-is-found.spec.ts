import { randomUUID } from "node:crypto";
import { compress } from "snappy";
import { nocturne } from "../support/command-line";
import { expect, test } from "../support/fixtures";
import { open } from "../support/pages";
import { writeRequest } from "../support/write-request";

/** The console's time: the clock of the run may have been moved. */
async function nowMs(api: { get<T>(path: string): Promise<T> }): Promise<number> {
  return (await api.get<{ serverTimeMs: number }>("/api/v1/me")).serverTimeMs;
}

test("logs sent over OTLP are found by their words, also Korean ones, and each is shown whole", async ({
  desk,
  api,
  product,
}) => {
  const token = await nocturne(product.data, "keys", "create", "--name", "otlp", "--role", "ingest");
  const service = `checkout-${randomUUID().slice(0, 8)}`;
  const atMs = await nowMs(api);
  const bodies = [
    "결제 실패: 카드 승인이 거절되었습니다",
    "payment accepted by the bank",
    "payment declined by the bank",
  ];
  const logRecords = bodies.map((body, at) => ({
    timeUnixNano: `${atMs - 1_000 + at}000000`,
    severityNumber: at === 1 ? 9 : 17,
    body: { stringValue: body },
    attributes: [{ key: "order", value: { stringValue: `order-${at}` } }],
  }));
  const resource = { attributes: [{ key: "service.name", value: { stringValue: service } }] };
  const answer = await fetch(`${product.address}/v1/logs`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body: JSON.stringify({ resourceLogs: [{ resource, scopeLogs: [{ logRecords }] }] }),
  });
  expect(answer.status).toBe(200);

  await open(desk, `/logs?service=${service}`);
  const words = desk.getByRole("searchbox");
  const lines = desk.getByRole("main").locator("li").filter({ hasText: service });
  await expect(lines).toHaveCount(3);
  await words.fill("승인 거절");
  await expect(lines).toHaveCount(1);
  await expect(lines).toContainText("결제 실패: 카드 승인이 거절되었습니다");
  await expect(lines).toContainText("Error");
  await words.fill("payment -declined");
  await expect(lines).toHaveCount(1);
  await expect(lines).toContainText("payment accepted by the bank");
  await words.fill('"declined by"');
  await expect(lines).toContainText("payment declined by the bank");
  await expect(lines).toHaveCount(1);
  await lines.getByRole("button").click();
  await expect(lines).toContainText("order-2");
});

test("series that a Prometheus writes are shown in explore by their labels", async ({ desk, api, product }) => {
  const token = await nocturne(product.data, "keys", "create", "--name", "prometheus", "--role", "ingest");
  const metric = `queue_depth_${randomUUID().slice(0, 8)}`;
  const atMs = await nowMs(api);
  const series = ["orders", "mails"].map((queue, at) => ({
    labels: { __name__: metric, instance: "box:9100", queue },
    samples: [-20_000, -10_000, 0].map((agoMs, step) => ({ ms: atMs + agoMs, value: 40 + 10 * at + step })),
  }));
  const answer = await fetch(`${product.address}/api/v1/write`, {
    method: "POST",
    headers: {
      "content-type": "application/x-protobuf",
      "content-encoding": "snappy",
      "x-prometheus-remote-write-version": "0.1.0",
      authorization: `Bearer ${token}`,
    },
    body: new Uint8Array(await compress(writeRequest(series))),
  });
  expect(answer.status).toBe(204);

  await open(desk, "/explore?from=now-5m&to=now");
  await desk.getByRole("button", { name: metric }).click();
  await expect(desk).toHaveURL(new RegExp(`metric=${metric}`));
  const rows = desk.getByRole("row");
  await expect(rows.filter({ hasText: "orders" })).toContainText("42");
  await expect(rows.filter({ hasText: "mails" })).toContainText("52");
  await desk.goto(`/explore?from=now-5m&to=now&metric=${metric}&labels=${encodeURIComponent('queue="mails"')}`);
  await expect(rows.filter({ hasText: "52" })).toHaveCount(1);
  await expect(rows.filter({ hasText: "42" })).toHaveCount(0);
});
