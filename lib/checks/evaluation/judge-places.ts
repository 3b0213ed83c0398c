import type { Cover } from "@/lib/checks/evaluation/cover";
import type { Definition, WatchedCheck } from "@/lib/checks/evaluation/definition";
import type { ShownStates } from "@/lib/checks/evaluation/shown-states";
import { type Feed, type Health, healthOfParts, healthOfPlace, healthOfService, type Part } from "@/lib/fleet/health";
import { groupBy } from "@/lib/kernel/group-by";

type Place = { serviceId: string; regionId: string | null; feeds: Feed[] };

/** Judges every service in every region, then the services, then the regions, from the states of checks and hosts as they are shown. */
export function judgePlaces(
  shown: ShownStates,
  definition: Definition,
  isWaiting: (check: WatchedCheck) => boolean,
  cover: Cover,
  nowMs: number,
): void {
  const atMs = shown.latestMs() ?? nowMs;
  const places = placesOf(shown, definition, isWaiting);
  const healths = new Map<Place, Health>();
  for (const place of places) {
    const health = healthIn(place, cover);
    healths.set(place, health);
    const subject = { kind: "service-region" as const, id: place.serviceId, regionId: place.regionId };
    shown.show(subject, health, atMs, nowMs);
  }
  judgeServices(shown, definition, places, healths, { atMs, nowMs });
  judgeRegions(shown, definition, places, healths, { atMs, nowMs });
}

type Instant = { atMs: number; nowMs: number };

function placesOf(shown: ShownStates, definition: Definition, isWaiting: (check: WatchedCheck) => boolean): Place[] {
  const places = new Map<string, Place>();
  const at = (serviceId: string, regionId: string | null): Place => {
    const key = `${serviceId}/${regionId}`;
    const place = places.get(key) ?? { serviceId, regionId, feeds: [] };
    places.set(key, place);
    return place;
  };
  for (const { serviceId, regionId } of definition.places) at(serviceId, regionId);
  for (const check of definition.checks) {
    if (check.serviceId === null || check.paused || isWaiting(check)) continue;
    const state = shown.of({ kind: "check", id: check.id });
    at(check.serviceId, check.regionId).feeds.push({ kind: "check", name: check.name, state });
  }
  const hosts = new Map(definition.hosts.map((host) => [host.id, host]));
  const counted = new Set<string>();
  for (const { serviceId, hostId } of definition.instances) {
    const host = hosts.get(hostId ?? "");
    if (!host || counted.has(`${serviceId}/${host.id}`)) continue;
    counted.add(`${serviceId}/${host.id}`);
    const state = shown.of({ kind: "host", id: host.id });
    at(serviceId, host.regionId).feeds.push({ kind: "host", name: host.name, state });
  }
  return [...places.values()];
}

function healthIn({ serviceId, regionId, feeds }: Place, cover: Cover): Health {
  const window = feeds.length > 0 ? cover({ service: serviceId, region: regionId }) : null;
  if (window === null) return healthOfPlace(feeds);
  return { state: "maintenance", reason: { key: "maintenance", details: { window } } };
}

function judgeServices(
  shown: ShownStates,
  { services, regions }: Definition,
  places: readonly Place[],
  healths: ReadonlyMap<Place, Health>,
  { atMs, nowMs }: Instant,
): void {
  const names = new Map(regions.map((region) => [region.id, region.name]));
  const watched = groupBy(
    places.filter((place) => place.feeds.length > 0),
    (place) => place.serviceId,
  );
  for (const service of services) {
    const own = watched.get(service.id) ?? [];
    const parts = own.flatMap((place): Part[] => {
      const state = healths.get(place)?.state;
      return place.regionId === null || !state ? [] : [{ name: names.get(place.regionId) ?? "", state }];
    });
    const everywhere = own.find((place) => place.regionId === null);
    const health = healthOfService(parts, (everywhere && healths.get(everywhere)) ?? null);
    shown.show({ kind: "service", id: service.id }, health, atMs, nowMs);
  }
}

function judgeRegions(
  shown: ShownStates,
  { services, regions, hosts }: Definition,
  places: readonly Place[],
  healths: ReadonlyMap<Place, Health>,
  { atMs, nowMs }: Instant,
): void {
  const names = new Map(services.map((service) => [service.id, service.name]));
  const served = groupBy(
    places.filter((place) => place.feeds.length > 0),
    (place) => place.regionId,
  );
  const standing = groupBy(hosts, (host) => host.regionId);
  for (const region of regions) {
    const parts: Part[] = (served.get(region.id) ?? []).map((place) => ({
      name: names.get(place.serviceId) ?? "",
      state: healths.get(place)?.state ?? "unknown",
    }));
    for (const host of standing.get(region.id) ?? []) {
      parts.push({ name: host.name, state: shown.of({ kind: "host", id: host.id }) });
    }
    shown.show({ kind: "region", id: region.id }, healthOfParts(parts), atMs, nowMs);
  }
}
