import type { PrometheusInput } from "@/lib/probes/check-input";
import { type ExposedSample, parseExposition } from "@/lib/probes/exposition";
import { exchange } from "@/lib/probes/http-exchange";
import { gaugeSample } from "@/lib/probes/phases";
import { ProbeFailure, type ProbeSample } from "@/lib/probes/probe";
import type { ProbeRun } from "@/lib/probes/run-probe";

const MOST_BYTES = 16 * 1024 * 1024;
const USUAL_SAMPLES = 5_000;
const MOST_SAMPLES = 20_000;
// Labels that the console puts on: an exporter's own ones are kept under Prometheus' prefix.
const OWN_LABELS = ["check", "host", "job"];

/** Scrapes an exporter and hands its samples on with the label `job` (host and port), bounded; infinite and not-a-number values are left out. */
export async function probePrometheus(input: PrometheusInput, run: ProbeRun): Promise<void> {
  const url = parseUrl(input.url);
  const headers = { accept: "text/plain;version=0.0.4;q=0.9,*/*;q=0.1", ...input.headers };
  const { insecure, authority } = input;
  const answer = await exchange({ url, method: "GET", headers, maxBytes: MOST_BYTES, insecure, authority }, run);
  if (answer.status !== 200) throw new ProbeFailure("status", `status ${answer.status}, expected 200`);
  const most = Math.min(MOST_SAMPLES, input.maxSamples ?? USUAL_SAMPLES);
  const { prefixes } = input;
  const wanted = (name: string) => prefixes === undefined || prefixes.some((prefix) => name.startsWith(prefix));
  const exposed = parseExposition(answer.body.toString("utf8"), most, wanted);
  if (exposed.samples.length === 0 && exposed.malformed > 0)
    throw new ProbeFailure("protocol", "this is not an exporter's text");
  for (const sample of exposed.samples) run.take(renamed(sample, url.host));
  run.take(gaugeSample("check_scraped_samples", exposed.samples.length, "count"));
  run.take(gaugeSample("check_scrape_malformed_lines", exposed.malformed, "count"));
  if (exposed.cut) throw new ProbeFailure("too-large", `more than ${most} samples; the rest was left out`);
}

function renamed({ name, labels, value, type }: ExposedSample, job: string): ProbeSample {
  const own: Record<string, string> = { job };
  for (const [label, text] of Object.entries(labels))
    own[OWN_LABELS.includes(label) ? `exported_${label}` : label] = text;
  const unit = unitOf(name);
  return { series: { name, labels: own, unit, kind: type === "counter" ? "counter" : "gauge" }, value };
}

// Prometheus' naming: the base unit ends the name, before _total.
function unitOf(name: string): string | undefined {
  const base = name.replace(/_(total|sum)$/, "");
  return ["seconds", "bytes", "ratio", "celsius"].find((unit) => base.endsWith(`_${unit}`));
}

function parseUrl(text: string): URL {
  try {
    return new URL(text);
  } catch {
    throw new ProbeFailure("input", "the address is not a URL");
  }
}
