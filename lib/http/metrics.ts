import type { IncomingMessage, ServerResponse } from "node:http";
import { collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

export type Meter = {
  /** Times one request from now until its answer is finished. */
  time(request: IncomingMessage, response: ServerResponse): void;
  /** A number read anew whenever /metrics is asked for. */
  gauge(name: string, help: string, read: () => number): void;
  expose(): Promise<string>;
  contentType: string;
};

/** The console's measurements of itself, in Prometheus' text format. Paths are told by their first two segments only, so that labels stay few. */
export function createMeter(): Meter {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const duration = new Histogram({
    name: "nocturne_http_request_duration_seconds",
    help: "Time from the first byte of a request to the last of its answer.",
    labelNames: ["method", "area", "status"],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  });
  return {
    contentType: registry.contentType,
    time(request, response) {
      const end = duration.startTimer();
      const area = areaOf(request.url ?? "/");
      response.once("close", () =>
        end({ method: request.method ?? "?", area, status: `${Math.floor(response.statusCode / 100)}xx` }),
      );
    },
    gauge(name, help, read) {
      new Gauge({
        name,
        help,
        registers: [registry],
        collect() {
          this.set(read());
        },
      });
    },
    expose: () => registry.metrics(),
  };
}

const AREAS =
  /^\/(api\/v1\/write|api\/v1\/collect|api\/v1|api\/auth|v1\/metrics|v1\/logs|_next|collector|healthz|readyz|metrics)(?=[/?]|$)/;

function areaOf(url: string): string {
  return AREAS.exec(url)?.[1] ?? "page";
}
