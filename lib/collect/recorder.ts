import type { Catalogue } from "@/lib/collect/catalogue";
import type { AlignedClock } from "@/lib/collect/clock";
import { createMeasurements } from "@/lib/collect/measurements";
import type { Spool } from "@/lib/collect/spool/spool";
import type { AssignedCheck } from "@/lib/probes/check-input";
import type { CheckVerdict } from "@/lib/probes/collector-wire";
import type { Emit } from "@/lib/probes/host/emit";
import { gauge } from "@/lib/probes/host/emit";
import type { ProbeResult, ProbeSample } from "@/lib/probes/probe";

const CHECK_UP = gauge("check_up", "count");
const CHECK_DURATION = gauge("check_duration_seconds", "seconds");
// Checks of one second end within this of each other: one record for all.
const GATHER_MS = 100;

export interface Recorder {
  /** Puts one second's readings of the host into the spool. */
  recordHost(second: number, read: (take: Emit) => void): void;
  recordCheck(check: AssignedCheck, result: ProbeResult, startedMs: number): void;
  /** Verdicts that changed since they were last taken. */
  takeVerdicts(): CheckVerdict[];
  /** Makes every verdict due again, for a console that is greeted anew. */
  retellVerdicts(): void;
  forgetChecks(present: ReadonlySet<string>): void;
  flush(): void;
}

/** Turns readings into spooled records with this host's labels. Results of checks (check_*) are kept apart from metrics, which are dropped first. */
export function createRecorder(deps: {
  spool: Spool;
  clock: AlignedClock;
  catalogue: Catalogue;
  hostName: string;
  grown: () => void;
}): Recorder {
  const { spool, clock, catalogue } = deps;
  const hostLabels = { host: deps.hostName };
  const host = createMeasurements();
  const results = createMeasurements();
  const metrics = createMeasurements();
  const labelsOf = new WeakMap<AssignedCheck, Record<string, string>>();
  const verdicts = new Map<string, CheckVerdict>();
  const untold = new Set<string>();
  let timer: NodeJS.Timeout | undefined;

  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    if (results.length > 0) spool.append("results", results, !clock.isAligned());
    if (metrics.length > 0) spool.append("metrics", metrics, !clock.isAligned());
    results.clear();
    metrics.clear();
    deps.grown();
  }

  function add({ series, value }: ProbeSample, labels: Record<string, string>, ms: number): void {
    const target = series.name.startsWith("check_") ? results : metrics;
    target.add(catalogue.idOf(series, labels), ms, value);
  }

  function labelsFor(check: AssignedCheck): Record<string, string> {
    let labels = labelsOf.get(check);
    if (!labels) {
      labels = { ...hostLabels, ...check.labels };
      labelsOf.set(check, labels);
    }
    return labels;
  }

  function judge(check: AssignedCheck, result: ProbeResult, atMs: number): void {
    const before = verdicts.get(check.id);
    const reason = result.reason ?? null;
    const detail = result.detail ?? null;
    if (before?.ok === result.ok && before.reason === reason && (result.ok || before.detail === detail)) return;
    verdicts.set(check.id, { check: check.id, ok: result.ok, reason, detail, atMs });
    untold.add(check.id);
  }

  return {
    recordHost(second, read) {
      const ms = second * 1000;
      read((series, value) => host.add(catalogue.idOf(series, hostLabels), ms, value));
      spool.append("metrics", host, !clock.isAligned());
      host.clear();
      deps.grown();
    },
    recordCheck(check, result, startedMs) {
      const ms = Math.floor(startedMs / 1000) * 1000;
      const labels = labelsFor(check);
      add({ series: CHECK_UP, value: result.ok ? 1 : 0 }, labels, ms);
      add({ series: CHECK_DURATION, value: Math.round(result.durationMs) / 1000 }, labels, ms);
      for (const sample of result.samples) add(sample, labels, ms);
      judge(check, result, ms);
      timer ??= setTimeout(flush, GATHER_MS);
    },
    takeVerdicts() {
      const taken = [...untold].flatMap((id) => verdicts.get(id) ?? []);
      untold.clear();
      return taken;
    },
    retellVerdicts() {
      for (const id of verdicts.keys()) untold.add(id);
    },
    forgetChecks(present) {
      for (const id of verdicts.keys()) if (!present.has(id)) verdicts.delete(id);
    },
    flush,
  };
}
