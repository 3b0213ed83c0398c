/** Which questions a change makes stale, by the first word of its kind: the roots of their query keys. */
const ROOTS: Record<string, readonly string[]> = {
  fleet: ["overview", "services", "regions", "hosts", "collectors", "checks", "database"],
  checks: ["overview", "services", "regions", "hosts", "collectors", "checks", "database"],
  telemetry: ["explore", "logs"],
  identity: ["settings"],
};

/** The query roots that a change of this kind makes stale; a kind nobody listed makes the overview stale. */
export function staleAfter(kind: string): readonly string[] {
  return ROOTS[kind.split(".")[0] ?? ""] ?? ["overview"];
}
