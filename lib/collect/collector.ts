import { randomBytes, randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { createBackoff } from "@/lib/collect/backoff";
import { type Catalogue, createCatalogue } from "@/lib/collect/catalogue";
import { type CheckSchedule, createCheckSchedule } from "@/lib/collect/check-schedule";
import { type AlignedClock, createAlignedClock, type MachineClocks, machineClocks } from "@/lib/collect/clock";
import { createHostReadings } from "@/lib/collect/host-readings";
import type { Link } from "@/lib/collect/link";
import { hostFacts, machineId } from "@/lib/collect/machine";
import { createRecorder, type Recorder } from "@/lib/collect/recorder";
import { everySecond } from "@/lib/collect/seconds";
import { createSelfReport } from "@/lib/collect/self-report";
import { type ShipperEvent, startShipper } from "@/lib/collect/shipper";
import { openSpool, type Spool } from "@/lib/collect/spool/spool";
import { readSpoolState } from "@/lib/collect/spool/spool-state";
import type { AssignedCheck } from "@/lib/probes/check-input";
import { type Hello, type Proposal, type Welcome, WIRE_VERSION } from "@/lib/probes/collector-wire";
import type { Emit } from "@/lib/probes/host/emit";
import { createHostProbe, type HostProbe } from "@/lib/probes/host/host-probe";
import type { ProbeResult } from "@/lib/probes/probe";

export interface CollectorOptions {
  readonly hostName: string;
  readonly stateDirectory: string;
  readonly spoolLimitBytes: number;
  readonly version: string;
  readonly bundleHash: string;
  readonly clocks?: MachineClocks;
  readonly open: () => Promise<Link>;
  readonly runCheck: (check: AssignedCheck, signal: AbortSignal) => Promise<ProbeResult>;
  readonly discover: () => Promise<readonly Proposal[]>;
  readonly onWelcome?: (welcome: Welcome) => void;
  readonly say: (event: ShipperEvent) => void;
}

export interface Collector {
  isConnected(): boolean;
  stop(): Promise<void>;
}

const SELF_SECONDS = 10;
const DISCOVER_SECONDS = 60;
const MOST_CHECKS_AT_ONCE = 16;
const CATCH_UP_SAMPLES_PER_SECOND = 20_000;
// Collectors of one building that started together do not all speak in the same instant of a second.
const MOST_PHASE_MS = 400;

/** Starts measuring this host and what it was told to check, and shipping it; everything measured is in the spool first. */
export function startCollector(options: CollectorOptions): Collector {
  const catalogue = createCatalogue();
  const clock = createAlignedClock(options.clocks ?? machineClocks, readSpoolState(options.stateDirectory)?.skewMs);
  const spool = openSpool({
    directory: options.stateDirectory,
    limitBytes: options.spoolLimitBytes,
    run: randomBytes(4).toString("hex"),
    newLineage: randomUUID,
    describe: catalogue.describe,
    intern: catalogue.idOfWhole,
  });
  const recorder = createRecorder({ spool, clock, catalogue, hostName: options.hostName, grown: () => shipper.wake() });
  const schedule = createCheckSchedule({
    run: options.runCheck,
    finished: recorder.recordCheck,
    nowMs: clock.nowMs,
    mostAtOnce: MOST_CHECKS_AT_ONCE,
  });
  const proposals = createProposals(options.discover);
  const shipper = ship(options, { catalogue, clock, spool, recorder, schedule, proposals });
  const probe = createHostProbe();
  const stopMeasuring = measure(options, { catalogue, clock, spool, recorder, schedule, proposals, probe });
  return {
    isConnected: shipper.isConnected,
    async stop() {
      stopMeasuring();
      schedule.stop();
      recorder.flush();
      await shipper.stop();
      probe.close();
      spool.close();
    },
  };
}

interface Parts {
  readonly catalogue: Catalogue;
  readonly clock: AlignedClock;
  readonly spool: Spool;
  readonly recorder: Recorder;
  readonly schedule: CheckSchedule;
  readonly proposals: ReturnType<typeof createProposals>;
}

function measure(options: CollectorOptions, parts: Parts & { probe: HostProbe }): () => void {
  const { catalogue, clock, spool, recorder, schedule } = parts;
  const readings = createHostReadings(parts.probe, clock);
  const selfReport = createSelfReport({ spool, clock, catalogue, version: options.version });
  const phaseMs = Number.parseInt(machineId().slice(0, 6), 16) % MOST_PHASE_MS;
  return everySecond(clock, phaseMs, (second) => {
    recorder.recordHost(second, (take: Emit) => {
      readings.read(second, take);
      if (second % SELF_SECONDS === 0) selfReport(take);
    });
    schedule.tick(second);
    if (second % DISCOVER_SECONDS === 7) parts.proposals.look();
  });
}

function ship(options: CollectorOptions, parts: Parts) {
  const { catalogue, clock, spool, recorder, schedule, proposals } = parts;
  const id = machineId();
  const run = randomUUID();
  let greeted = false;
  const hello = (): Hello => ({
    wire: WIRE_VERSION,
    version: options.version,
    bundleHash: options.bundleHash,
    machineId: id,
    lineage: spool.state().lineage,
    run,
    epoch: spool.state().epoch,
    recoveredSeq: greeted ? spool.lastSeq() : spool.recoveredSeq,
    wallMs: Math.round(clock.wallMs()),
    droppedSamples: spool.state().dropped,
    host: hostFacts(options.hostName),
    proposals: proposals.all(),
  });
  function assign(checks: readonly AssignedCheck[]): void {
    recorder.forgetChecks(new Set(checks.map((check) => check.id)));
    schedule.assign(checks);
  }
  return startShipper({
    spool,
    clock,
    backoff: createBackoff({ firstMs: 500, mostMs: 5_000, random: Math.random }),
    sources: { after: spool.after, describe: catalogue.describe, correctionMs: clock.correctionMs },
    open: options.open,
    hello,
    enclose() {
      const verdicts = recorder.takeVerdicts();
      const found = proposals.takeNew();
      return { ...(verdicts.length > 0 ? { verdicts } : {}), ...(found ? { proposals: found } : {}) };
    },
    onWelcome(welcome) {
      greeted = true;
      recorder.retellVerdicts();
      assign(welcome.checks);
      options.onWelcome?.(welcome);
    },
    onChecks: (message) => assign(message.checks),
    say: options.say,
    wait: (ms, signal) => (ms <= 0 ? Promise.resolve() : sleep(ms, undefined, { signal }).catch(() => undefined)),
    catchUpSamplesPerSecond: CATCH_UP_SAMPLES_PER_SECOND,
  });
}

function createProposals(discover: () => Promise<readonly Proposal[]>) {
  let known: readonly Proposal[] = [];
  let told = "[]";
  function look(): void {
    discover().then(
      (found) => {
        known = found;
      },
      () => undefined,
    );
  }
  look();
  return {
    look,
    all() {
      told = JSON.stringify(known);
      return known;
    },
    takeNew() {
      if (JSON.stringify(known) === told) return undefined;
      told = JSON.stringify(known);
      return known;
    },
  };
}
