import type { JudgedChange, Shown, SubjectKind } from "@/lib/checks/evaluation/definition";
import type { StateReason } from "@/lib/fleet/state-now";
import type { HealthState } from "@/lib/kernel/states";

export type Subject = { kind: SubjectKind; id: string; regionId?: string | null };

/** The states as they are shown and recorded, and the changes that came up in one pass of judgement. */
export type ShownStates = {
  of(subject: Subject): HealthState;
  sinceMs(subject: Subject): number;
  /** Takes over what a row says of a subject that is not known yet. */
  learn(subject: Subject, row: Shown): void;
  /** Shows a judged state; a different one becomes a change at `atMs`, never before the last change and never after now. */
  show(subject: Subject, judged: { state: HealthState; reason: StateReason }, atMs: number, nowMs: number): void;
  /** The changes since the last call, and when the latest of them happened. */
  take(): JudgedChange[];
  latestMs(): number | null;
};

/** States that start from rows and change by judgement. */
export function createShownStates(): ShownStates {
  const shown = new Map<string, Shown>();
  let changes: JudgedChange[] = [];
  const keyOf = ({ kind, id, regionId }: Subject) =>
    kind === "service-region" ? `${kind}/${id}/${regionId}` : `${kind}/${id}`;
  const known = (subject: Subject): Shown => shown.get(keyOf(subject)) ?? { state: "unknown", sinceMs: 0 };
  return {
    of: (subject) => known(subject).state,
    sinceMs: (subject) => known(subject).sinceMs,
    learn(subject, { state, sinceMs }) {
      const key = keyOf(subject);
      if (!shown.has(key)) shown.set(key, { state, sinceMs });
    },
    show(subject, { state, reason }, atMs, nowMs) {
      const before = known(subject);
      if (before.state === state) return;
      const at = Math.max(before.sinceMs, Math.min(atMs, nowMs));
      shown.set(keyOf(subject), { state, sinceMs: at });
      changes.push({
        kind: subject.kind,
        id: subject.id,
        regionId: subject.regionId ?? null,
        from: before.state,
        to: state,
        atMs: at,
        reason,
      });
    },
    take() {
      const taken = changes;
      changes = [];
      return taken;
    },
    latestMs: () => (changes.length === 0 ? null : Math.max(...changes.map((change) => change.atMs))),
  };
}
