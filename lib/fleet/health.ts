import type { StateReason } from "@/lib/fleet/state-now";
import type { HealthState } from "@/lib/kernel/states";

/** Something whose state speaks for a service in a region: a check of it, or a host that an instance of it runs on. */
export type Feed = { kind: "check" | "host"; name: string; state: HealthState };

/** A part of a whole: a region of a service, a service in a region, a host in a region. */
export type Part = { name: string; state: HealthState };

export type Health = { state: HealthState; reason: StateReason };

const reason = (key: string, details: StateReason["details"] = {}): StateReason => ({ key, details });

/**
 * The state of a service in one region. Any check that is down makes it down; anything degraded, or unknown beside something known,
 * makes it degraded; what is in maintenance is left out; with nothing left it is maintenance or unknown. A host is never worse
 * than degraded for a service: what users feel is what checks say.
 */
export function healthOfPlace(feeds: readonly Feed[]): Health {
  if (feeds.length === 0) return { state: "unknown", reason: reason("service.nothing-watches") };
  const counted = feeds.filter((feed) => feed.state !== "maintenance");
  if (counted.length === 0) return { state: "maintenance", reason: reason("service.maintenance") };
  const down = counted.filter((feed) => feed.kind === "check" && feed.state === "down");
  if (down.length > 0) return { state: "down", reason: named("service.checks-down", down) };
  const degraded = counted.filter((feed) => feed.state === "degraded" || feed.state === "down");
  if (degraded.length > 0) return { state: "degraded", reason: named("service.feeds-degraded", degraded) };
  const unknown = counted.filter((feed) => feed.state === "unknown");
  if (unknown.length === counted.length) return { state: "unknown", reason: reason("service.no-data") };
  if (unknown.length > 0) return { state: "degraded", reason: named("service.partly-unknown", unknown) };
  return { state: "healthy", reason: reason("service.ok") };
}

/**
 * The state of a whole from its parts. All parts down: down; some: degraded, because the others still serve. Anything degraded, or
 * unknown beside something known: degraded. Parts in maintenance are left out; with nothing left it is maintenance or unknown.
 */
export function healthOfParts(parts: readonly Part[]): Health {
  if (parts.length === 0) return { state: "unknown", reason: reason("service.nothing-watches") };
  const counted = parts.filter((part) => part.state !== "maintenance");
  if (counted.length === 0) return { state: "maintenance", reason: reason("service.maintenance") };
  const inState = (state: HealthState) => counted.filter((part) => part.state === state);
  const down = inState("down");
  if (down.length === counted.length) return { state: "down", reason: named("parts.all-down", down) };
  if (down.length > 0) return { state: "degraded", reason: named("parts.some-down", down) };
  const degraded = inState("degraded");
  if (degraded.length > 0) return { state: "degraded", reason: named("parts.degraded", degraded) };
  const unknown = inState("unknown");
  if (unknown.length === counted.length) return { state: "unknown", reason: reason("service.no-data") };
  if (unknown.length > 0) return { state: "degraded", reason: named("parts.partly-unknown", unknown) };
  return { state: "healthy", reason: reason("service.ok") };
}

/**
 * The state of a service from its regions. Checks outside all regions speak for the whole service (a public address, say): when they
 * are down the service is down, whatever its regions say; otherwise they count as one more part.
 */
export function healthOfService(regions: readonly Part[], everywhere: Health | null): Health {
  if (everywhere === null) return healthOfParts(regions);
  if (everywhere.state === "down" || regions.length === 0) return everywhere;
  return healthOfParts([...regions, { name: "*", state: everywhere.state }]);
}

function named(key: string, of: readonly { name: string }[]): StateReason {
  const shown = of.slice(0, 3).map(({ name }) => name);
  return reason(key, { count: of.length, names: shown.join(", ") });
}
