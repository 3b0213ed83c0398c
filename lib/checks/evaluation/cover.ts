import type { WatchedWindow } from "@/lib/checks/evaluation/definition";

/** What a thing belongs to, for the question which maintenance covers it. */
export type Belongs = {
  check?: string | null;
  service?: string | null;
  region?: string | null;
  host?: string | null;
};

export type Cover = (belongs: Belongs) => string | null;

const nothing: Cover = () => null;

/** Answers by which window a thing is covered at an instant (its name), or null. A window holds from its start until just before its end. */
export function coverAt(windows: readonly WatchedWindow[], nowMs: number): Cover {
  const active = windows.filter((window) => window.startsMs <= nowMs && nowMs < window.endsMs);
  if (active.length === 0) return nothing;
  const everything = active.find((window) => window.scope === "organization")?.name ?? null;
  const names = new Map(active.map((window) => [`${window.scope}/${window.subjectId}`, window.name]));
  return (belongs) => {
    if (everything !== null) return everything;
    for (const scope of ["check", "service", "region", "host"] as const) {
      const id = belongs[scope];
      const name = id ? names.get(`${scope}/${id}`) : undefined;
      if (name !== undefined) return name;
    }
    return null;
  };
}
