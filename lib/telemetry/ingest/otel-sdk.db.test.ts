import { OTLPLogExporter } from "@opentelemetry/exporter-logs-otlp-http";
import { OTLPMetricExporter as JsonMetricExporter } from "@opentelemetry/exporter-metrics-otlp-http";
import { OTLPMetricExporter as ProtobufMetricExporter } from "@opentelemetry/exporter-metrics-otlp-proto";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { BatchLogRecordProcessor, LoggerProvider } from "@opentelemetry/sdk-logs";
import {
  AggregationTemporality,
  AggregationType,
  MeterProvider,
  PeriodicExportingMetricReader,
  type PushMetricExporter,
} from "@opentelemetry/sdk-metrics";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SearchLogs, searchLogs } from "@/lib/telemetry/logs/search";
import { type IngestDoors, openIngestDoors } from "@/lib/testing/ingest-doors";

let doors: IngestDoors;
beforeAll(async () => {
  doors = await openIngestDoors({ realTime: true });
});
afterAll(async () => {
  expect(doors.failures).toEqual([]);
  await doors.close();
});

const to = (path: string) => ({
  url: `http://127.0.0.1:${doors.port}${path}`,
  headers: { authorization: `Bearer ${doors.token}` },
});

function meterOf(service: string, exporter: PushMetricExporter) {
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 });
  return new MeterProvider({
    readers: [reader],
    resource: resourceFromAttributes({ "service.name": service, "host.name": "seoul-1" }),
    views: [{ instrumentName: "size", aggregation: { type: AggregationType.EXPONENTIAL_HISTOGRAM } }],
  });
}

/** The last value of each series of a service, by name and its own labels. */
async function valuesOf(service: string): Promise<Record<string, number>> {
  const series = await doors.store.select(doors.test.org, [{ label: "service", op: "=", value: service }], 1000);
  const latest = await doors.store.latest(
    doors.test.org,
    series.map(({ id }) => id),
  );
  return Object.fromEntries(
    series.map(({ id, name, labels }) => {
      const own = Object.entries(labels).filter(([label]) => !["service", "host", "scope"].includes(label));
      return [
        `${name}${own.map(([label, value]) => ` ${label}=${value}`).join("")}`,
        latest.find((one) => one.id === id)?.value ?? Number.NaN,
      ];
    }),
  );
}

describe("the OpenTelemetry SDK", () => {
  it.each([
    ["JSON", "shop-json", () => new JsonMetricExporter(to("/v1/metrics"))],
    ["protobuf", "shop-protobuf", () => new ProtobufMetricExporter(to("/v1/metrics"))],
    ["gzipped JSON", "shop-gzip", () => new JsonMetricExporter({ ...to("/v1/metrics"), compression: "gzip" as never })],
  ])("exports counters, gauges and both kinds of histograms as %s", async (_encoding, service, exporter) => {
    const provider = meterOf(service, exporter());
    const meter = provider.getMeter("test");
    meter.createCounter("orders").add(3, { kind: "gift" });
    meter.createGauge("queue.length").record(7);
    const advice = { explicitBucketBoundaries: [0.1, 1] };
    const histogram = meter.createHistogram("duration", { unit: "s", advice });
    for (const seconds of [0.05, 0.5, 5]) histogram.record(seconds);
    for (const bytes of [3, 100]) meter.createHistogram("size").record(bytes);
    await provider.shutdown();
    expect(await valuesOf(service)).toMatchObject({
      "orders kind=gift": 3,
      queue_length: 7,
      "duration_bucket le=0.1": 1,
      "duration_bucket le=1": 2,
      "duration_bucket le=+Inf": 3,
      duration_count: 3,
      duration_sum: 5.55,
      "size_bucket le=4": 1,
      "size_bucket le=128": 2,
      size_sum: 103,
    });
  });

  it("exports deltas, which are kept as deltas", async () => {
    const exporter = new ProtobufMetricExporter({
      ...to("/v1/metrics"),
      temporalityPreference: AggregationTemporality.DELTA,
    });
    const provider = meterOf("shop-delta", exporter);
    const counter = provider.getMeter("test").createCounter("steps");
    counter.add(3);
    await provider.forceFlush();
    counter.add(4);
    await provider.shutdown();
    const [info] = await doors.store.select(doors.test.org, [{ label: "__name__", op: "=", value: "steps" }], 1);
    expect(info?.kind).toBe("delta");
    expect(await valuesOf("shop-delta")).toMatchObject({ steps: 4 });
  });

  it("exports logs, which are found by their words", async () => {
    const provider = new LoggerProvider({
      resource: resourceFromAttributes({ "service.name": "shop" }),
      processors: [new BatchLogRecordProcessor({ exporter: new OTLPLogExporter(to("/v1/logs")) })],
    });
    const logger = provider.getLogger("checkout");
    logger.emit({ severityText: "ERROR", body: "결제 서버가 응답하지 않습니다", attributes: { order: 42 } });
    logger.emit({ severityNumber: 9, body: { nested: ["a", 1, true] } });
    await provider.shutdown();
    const ctx = doors.test.ctx("viewer", { now: new Date() });
    const find = async (words: string) => (await searchLogs(ctx, SearchLogs.parse({ words, to: "now+1m" }))).records;
    expect(await find("결제 응답")).toMatchObject([
      { service: "shop", severity: "error", attributes: { order: "42", scope: "checkout" } },
    ]);
    expect(await find("nested")).toMatchObject([{ severity: "info", body: '{"nested":["a",1,true]}' }]);
  });
});
