import type { IncomingHttpHeaders } from "node:http";
import { z } from "zod";
import { problemOf, refusalOf } from "@/lib/http/problem";
import type { Locale } from "@/lib/i18n/locale";
import { isRefusal, Refusal } from "@/lib/kernel/refusal";
import { inflateGzip } from "@/lib/telemetry/ingest/gunzip";
import type { Answer, Delivery, IngestDoor, SampleBatch, SampleStore } from "@/lib/telemetry/ingest/ingest-door";
import { contentCoding, expectCoding, expectMediaType } from "@/lib/telemetry/ingest/media-type";
import { nameUnit } from "@/lib/telemetry/ingest/name-unit";
import { outcomeOf, refusedCount, tellOutcome } from "@/lib/telemetry/ingest/outcome";
import { buildIdentity } from "@/lib/telemetry/ingest/series-identity";

const Series = z.strictObject({
  name: z.string().min(1).max(200),
  labels: z.record(z.string().max(128), z.string().max(2048)).default({}),
  unit: z.string().min(1).max(32).optional(),
  samples: z
    .array(z.tuple([z.int(), z.number()]))
    .min(1)
    .max(10_000),
});

/** What a script sends: series with samples of [Unix milliseconds, value]. */
const SamplesBody = z.strictObject({ series: z.array(Series).min(1).max(10_000) });

/**
 * Plain JSON samples for scripts: 200 with the counts when all was kept or known, 422 with what was accepted and why the rest was not,
 * 400 that names each field that is wrong (nothing is kept then).
 */
export function createSamplesDoor(store: SampleStore): IngestDoor {
  async function accept(delivery: Delivery): Promise<Answer> {
    const { org, now, locale, limits } = delivery;
    const parsed = SamplesBody.safeParse(await readJson(delivery), { reportInput: true });
    if (!parsed.success) throw refusalOf(parsed.error);
    const batch = store.begin(org, { source: "samples" });
    const outcome = outcomeOf(offer(batch, parsed.data), await batch.commit(now));
    const { total, accepted, refused, reasons } = outcome;
    const counts = { total, accepted, refused, reasons };
    if (refusedCount(outcome) === 0) return json(200, counts);
    const title = tellOutcome(outcome, locale, limits.lateHours);
    return json(422, {
      type: "urn:nocturne:unprocessable",
      title,
      status: 422,
      code: "unprocessable",
      details: counts,
    });
  }
  return { path: "/api/v1/samples", judge, accept, refuse };
}

async function readJson({ headers, body, limits }: Delivery): Promise<unknown> {
  const plain = contentCoding(headers) === "gzip" ? await inflateGzip(body, limits) : body;
  try {
    return JSON.parse(plain.toString("utf8"));
  } catch {
    throw new Refusal("invalid", "refusals.notJson");
  }
}

function offer(batch: SampleBatch, { series }: z.output<typeof SamplesBody>) {
  const counts = { samples: 0, histograms: 0, reasons: [] as string[] };
  for (const one of series) {
    const handle = handleOf(batch, one, counts.reasons);
    for (const [ms, value] of one.samples) batch.sample(handle, ms, value);
    counts.samples += one.samples.length;
  }
  return counts;
}

function handleOf(batch: SampleBatch, { name, labels, unit }: z.output<typeof Series>, reasons: string[]): number {
  const pairs = Object.entries(labels).sort(([one], [other]) => (one < other ? -1 : 1));
  try {
    return batch.series(JSON.stringify([name, pairs]), () => ({
      ...nameUnit(name),
      ...buildIdentity(name, pairs),
      ...(unit && { unit }),
    }));
  } catch (error) {
    if (!isRefusal(error) || error.code !== "unprocessable") throw error;
    if (reasons.length < 5) reasons.push(String(error.details["why"]));
    return -1;
  }
}

function judge(headers: IncomingHttpHeaders): void {
  expectMediaType(headers, ["application/json"]);
  expectCoding(headers, ["identity", "gzip"]);
}

function refuse(refusal: Refusal, _headers: IncomingHttpHeaders, locale: Locale): Answer {
  return { ...json(refusal.status, problemOf(refusal, locale)), contentType: "application/problem+json" };
}

function json(status: number, body: unknown): Answer {
  return {
    status,
    contentType: status < 400 ? "application/json" : "application/problem+json",
    body: JSON.stringify(body),
  };
}
