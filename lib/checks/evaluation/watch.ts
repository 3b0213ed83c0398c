import { type Cover, coverAt } from "@/lib/checks/evaluation/cover";
import {
  type Definition,
  type JudgedChange,
  SUBJECT_KINDS,
  type WatchedCheck,
  type WatchedCollector,
} from "@/lib/checks/evaluation/definition";
import { judgePlaces } from "@/lib/checks/evaluation/judge-places";
import { createShownStates, type ShownStates } from "@/lib/checks/evaluation/shown-states";
import {
  type CheckAnswer,
  type CheckMemory,
  judgeAnswer,
  judgeCheck,
  judgeSilence,
  NOTHING_KNOWN,
  silentAfterMs,
} from "@/lib/checks/judge";
import {
  type HostMemory,
  type HostReading,
  type HostSilence,
  judgeHost,
  newHostMemory,
  takeReading,
} from "@/lib/fleet/host-health";
import { groupBy } from "@/lib/kernel/group-by";

/** A host that no collector speaks for is silent after this long without a sample. */
const HOST_SILENT_MS = 180_000;

type Remembered = { memory: CheckMemory; changedMs: number | null };

/** Everything that is remembered of one organization between two results; pure: time comes with each call, nothing is read or written. */
export type Watch = {
  /** Takes the inventory as it is now; what is already remembered stays. `knownUntilMs`: until when earlier states were judged. */
  define(definition: Definition, knownUntilMs: number): void;
  /** One answer of a check; true when it changed the check's own state. Answers older than three intervals decide nothing. */
  answer(checkId: string, answer: CheckAnswer, nowMs: number): boolean;
  reading(hostId: string, reading: HostReading): void;
  seen(collectorId: string, atMs: number): void;
  /** Judges everything at an instant and answers what changed, services first. */
  judge(nowMs: number): JudgedChange[];
};

/** A watch that knows nothing yet. */
export function createWatch(): Watch {
  const shown = createShownStates();
  let definition: Definition | undefined;
  let checks = new Map<string, WatchedCheck>();
  const remembered = new Map<string, Remembered>();
  const hosts = new Map<string, HostMemory>();
  const seenMs = new Map<string, number>();
  let judgedMs = Number.NEGATIVE_INFINITY;

  return {
    define(next, knownUntilMs) {
      definition = next;
      checks = new Map(next.checks.map((check) => [check.id, check]));
      learnAll(shown, next);
      for (const check of next.checks) {
        if (!remembered.has(check.id)) remembered.set(check.id, recall(check, knownUntilMs));
      }
      forget(remembered, checks);
      for (const { id, lastSeenMs } of next.collectors) hear(seenMs, id, lastSeenMs);
    },
    answer(checkId, answer, nowMs) {
      const check = checks.get(checkId);
      const before = remembered.get(checkId);
      if (!check || !before || answer.atMs < nowMs - silentAfterMs(check.rules)) return false;
      const memory = judgeAnswer(check.rules, judgeSilence(check.rules, before.memory, answer.atMs), answer);
      const changed = memory.state !== before.memory.state;
      remembered.set(checkId, { memory, changedMs: changed ? answer.atMs : before.changedMs });
      return changed;
    },
    reading(hostId, reading) {
      if (!definition) return;
      const memory = hosts.get(hostId) ?? newHostMemory();
      hosts.set(hostId, memory);
      takeReading(memory, definition.thresholds, reading);
    },
    seen: (collectorId, atMs) => hear(seenMs, collectorId, atMs),
    judge(nowMs) {
      if (!definition) return [];
      const cover = coverAt(definition.windows, nowMs);
      judgeCollectors(shown, definition, seenMs, cover, nowMs);
      judgeHosts(shown, definition, { hosts, seenMs }, cover, nowMs);
      judgeChecks(shown, definition, remembered, cover, { nowMs, judgedMs });
      judgePlaces(shown, definition, isWaiting(remembered, nowMs), cover, nowMs);
      judgedMs = nowMs;
      const rank = (change: JudgedChange) => SUBJECT_KINDS.indexOf(change.kind);
      return shown.take().sort((a, b) => rank(a) - rank(b));
    },
  };
}

function learnAll(shown: ShownStates, { checks, hosts, collectors, services, regions, places }: Definition): void {
  for (const row of checks) shown.learn({ kind: "check", id: row.id }, row);
  for (const row of hosts) shown.learn({ kind: "host", id: row.id }, row);
  for (const row of collectors) shown.learn({ kind: "collector", id: row.id }, row);
  for (const row of services) shown.learn({ kind: "service", id: row.id }, row);
  for (const row of regions) shown.learn({ kind: "region", id: row.id }, row);
  for (const row of places) shown.learn({ kind: "service-region", id: row.serviceId, regionId: row.regionId }, row);
}

function forget(remembered: Map<string, Remembered>, checks: ReadonlyMap<string, WatchedCheck>): void {
  for (const id of remembered.keys()) if (!checks.has(id)) remembered.delete(id);
}

function hear(seenMs: Map<string, number>, collectorId: string, atMs: number | null): void {
  if (atMs !== null) seenMs.set(collectorId, Math.max(atMs, seenMs.get(collectorId) ?? 0));
}

// A state that was judged before this process began is still its state: its answers go on from where it was last known to be alive.
function recall(check: WatchedCheck, knownUntilMs: number): Remembered {
  const { state, sinceMs, rules } = check;
  if (state === "unknown" || state === "maintenance") return { memory: NOTHING_KNOWN, changedMs: null };
  const lastMs = Math.max(sinceMs, knownUntilMs - silentAfterMs(rules));
  return { memory: { ...NOTHING_KNOWN, state, lastMs }, changedMs: sinceMs };
}

function judgeCollectors(
  shown: ShownStates,
  { collectors, thresholds }: Definition,
  seenMs: ReadonlyMap<string, number>,
  cover: Cover,
  nowMs: number,
): void {
  const limitMs = thresholds.collectorSilentSeconds * 1000;
  for (const collector of collectors) {
    const subject = { kind: "collector" as const, id: collector.id };
    const window = cover({ host: collector.hostId });
    const last = seenMs.get(collector.id);
    if (window !== null) {
      shown.show(subject, { state: "maintenance", reason: { key: "maintenance", details: { window } } }, nowMs, nowMs);
    } else if (last === undefined) {
      shown.show(subject, { state: "unknown", reason: { key: "collector.never", details: {} } }, nowMs, nowMs);
    } else if (nowMs - last > limitMs) {
      const details = { seconds: thresholds.collectorSilentSeconds };
      shown.show(subject, { state: "unknown", reason: { key: "collector.silent", details } }, last + limitMs, nowMs);
    } else {
      shown.show(subject, { state: "healthy", reason: { key: "collector.ok", details: {} } }, last, nowMs);
    }
  }
}

function judgeHosts(
  shown: ShownStates,
  { hosts, collectors, thresholds }: Definition,
  known: { hosts: ReadonlyMap<string, HostMemory>; seenMs: ReadonlyMap<string, number> },
  cover: Cover,
  nowMs: number,
): void {
  const limitMs = thresholds.collectorSilentSeconds * 1000;
  const byHost = groupBy(collectors, (collector) => collector.hostId);
  for (const host of hosts) {
    const subject = { kind: "host" as const, id: host.id };
    const window = cover({ host: host.id, region: host.regionId });
    if (window !== null) {
      shown.show(subject, { state: "maintenance", reason: { key: "maintenance", details: { window } } }, nowMs, nowMs);
      continue;
    }
    const memory = known.hosts.get(host.id) ?? newHostMemory();
    const heard = heardOf(byHost.get(host.id), known.seenMs, memory);
    const silence = silenceOf(heard.lastMs, heard.byCollector ? limitMs : HOST_SILENT_MS, nowMs);
    const at = silence && heard.lastMs !== null ? heard.lastMs + limitMs : (memory.lastMs ?? nowMs);
    shown.show(subject, judgeHost(memory, thresholds, silence, nowMs), at, nowMs);
  }
}

function heardOf(
  collectors: readonly WatchedCollector[] | undefined,
  seenMs: ReadonlyMap<string, number>,
  memory: HostMemory,
): { byCollector: boolean; lastMs: number | null } {
  if (!collectors || collectors.length === 0) return { byCollector: false, lastMs: memory.lastMs };
  const last = Math.max(...collectors.map((collector) => seenMs.get(collector.id) ?? 0));
  return { byCollector: true, lastMs: last === 0 ? null : last };
}

function silenceOf(lastMs: number | null, limitMs: number, nowMs: number): HostSilence {
  if (lastMs === null) return { noCollector: true };
  return nowMs - lastMs > limitMs ? { silentSeconds: limitMs / 1000 } : null;
}

function judgeChecks(
  shown: ShownStates,
  { checks, collectors }: Definition,
  remembered: Map<string, Remembered>,
  cover: Cover,
  { nowMs, judgedMs }: { nowMs: number; judgedMs: number },
): void {
  const byId = new Map(collectors.map((collector) => [collector.id, collector]));
  for (const check of checks) {
    const before = remembered.get(check.id);
    if (!before) continue;
    const after = inSilence(check, before, nowMs);
    remembered.set(check.id, after);
    const around = surroundings(shown, check, byId.get(check.collectorId ?? ""), cover);
    const judged = judgeCheck(check.rules, after.memory, around);
    // What its own answers changed happened when they came; what stands around it changes now.
    const own = after.changedMs !== null && after.changedMs >= judgedMs && judged.state === after.memory.state;
    shown.show({ kind: "check", id: check.id }, judged, own ? (after.changedMs ?? nowMs) : nowMs, nowMs);
  }
}

function inSilence(check: WatchedCheck, before: Remembered, nowMs: number): Remembered {
  const memory = judgeSilence(check.rules, before.memory, nowMs);
  if (memory === before.memory) return before;
  return { memory, changedMs: (memory.lastMs ?? nowMs) + silentAfterMs(check.rules) };
}

function surroundings(shown: ShownStates, check: WatchedCheck, collector: WatchedCollector | undefined, cover: Cover) {
  const gone = check.collectorId !== null && collector === undefined;
  const silent = collector && shown.of({ kind: "collector", id: collector.id }) === "unknown";
  return {
    paused: check.paused,
    maintenance: cover({
      check: check.id,
      service: check.serviceId,
      region: check.regionId,
      host: collector?.hostId ?? null,
    }),
    silentCollector: silent || gone ? (collector?.name ?? "—") : null,
  };
}

// A check that was made a moment ago and has not answered yet does not make its service uncertain.
function isWaiting(remembered: ReadonlyMap<string, Remembered>, nowMs: number) {
  return (check: WatchedCheck) =>
    remembered.get(check.id)?.memory.lastMs === null && nowMs - check.sinceMs <= silentAfterMs(check.rules);
}
