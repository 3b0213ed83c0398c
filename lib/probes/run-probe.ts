import type { CheckInput } from "@/lib/probes/check-input";
import { probeDns } from "@/lib/probes/dns";
import { probeHttp } from "@/lib/probes/http";
import { probePostgres } from "@/lib/probes/postgres";
import { type ProbeContext, ProbeFailure, type ProbeResult, type ProbeSample } from "@/lib/probes/probe";
import { probePrometheus } from "@/lib/probes/prometheus";
import { probeRedis } from "@/lib/probes/redis";
import { probeTcp } from "@/lib/probes/tcp";
import { probeTls } from "@/lib/probes/tls";

/** What a probe is lent while it runs; it throws ProbeFailure or resolves, and stops when the signal is aborted. */
export interface ProbeRun extends ProbeContext {
  readonly signal: AbortSignal;
  /** Takes a sample; samples of a probe that fails later are kept. */
  readonly take: (sample: ProbeSample) => void;
}

const LONGEST_MS = 60_000;

/** Runs one probe under one deadline; never throws, and always answers by the deadline. */
export async function runProbe(input: CheckInput, context: ProbeContext, timeoutMs = 10_000): Promise<ProbeResult> {
  const started = performance.now();
  const samples: ProbeSample[] = [];
  const deadline = AbortSignal.timeout(Math.min(LONGEST_MS, Math.max(1, timeoutMs)));
  const signal = context.signal ? AbortSignal.any([context.signal, deadline]) : deadline;
  let open = true;
  const take = (sample: ProbeSample) => {
    if (open && Number.isFinite(sample.value)) samples.push(sample);
  };
  try {
    await withinSignal(probe(input, { ...context, signal, take }), signal);
    return { ok: true, durationMs: performance.now() - started, samples };
  } catch (error) {
    const failure = asFailure(error, context.signal, deadline);
    return {
      ok: false,
      reason: failure.reason,
      detail: failure.message,
      durationMs: performance.now() - started,
      samples,
    };
  } finally {
    open = false;
  }
}

function probe(input: CheckInput, run: ProbeRun): Promise<void> {
  switch (input.kind) {
    case "http":
      return probeHttp(input, run);
    case "tcp":
      return probeTcp(input, run);
    case "dns":
      return probeDns(input, run);
    case "tls":
      return probeTls(input, run);
    case "postgres":
      return probePostgres(input, run);
    case "redis":
      return probeRedis(input, run);
    case "prometheus":
      return probePrometheus(input, run);
    default:
      return Promise.reject(new ProbeFailure("input", "this kind of check is not known here"));
  }
}

function withinSignal(work: Promise<void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(new ProbeFailure("timeout", "no answer in time"));
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
  });
}

function asFailure(error: unknown, caller: AbortSignal | undefined, deadline: AbortSignal): ProbeFailure {
  if (caller?.aborted) return new ProbeFailure("aborted", "stopped");
  if (deadline.aborted) return new ProbeFailure("timeout", "no answer in time");
  if (error instanceof ProbeFailure) return error;
  return new ProbeFailure("protocol", error instanceof Error ? error.message : "failed");
}
