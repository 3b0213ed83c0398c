import type { Label } from "@/bench/workload/series-set";
import { writeRequests } from "@/bench/workload/write-request";

export type Load = {
  labels: readonly Label[][];
  /** Advances every series by one step. */
  next: () => Float64Array;
  fromMs: number;
  stepMs: number;
  steps: number;
  connections: number;
  samplesPerRequest: number;
};

/** The bodies that each connection sends in order: a series stays on one connection, so its samples never overtake each other. */
export function makeStreams(load: Load): Buffer[][] {
  const { connections, labels, samplesPerRequest } = load;
  const streams = Array.from({ length: connections }, () => ({
    bodies: [] as Buffer[],
    request: writeRequests(labels),
  }));
  const share = Math.ceil(labels.length / connections);
  for (let step = 0; step < load.steps; step++) {
    const values = load.next();
    const ms = load.fromMs + step * load.stepMs;
    for (let series = 0; series < labels.length; series++) {
      const stream = streams[Math.floor(series / share)] as (typeof streams)[number];
      stream.request.add(series, ms, values[series] as number);
      if (stream.request.samples() === samplesPerRequest) stream.bodies.push(stream.request.take());
    }
  }
  for (const { bodies, request } of streams) if (request.samples() > 0) bodies.push(request.take());
  return streams.map(({ bodies }) => bodies);
}
