/** A check's own place in its interval, told by its id: many checks of one interval spread evenly over it. Milliseconds. */
export function placeOf(id: string, intervalMs: number): number {
  // FNV-1a: uuids of one moment differ in few places, and still spread.
  let hash = 0x811c9dc5;
  for (let n = 0; n < id.length; n++) {
    hash ^= id.charCodeAt(n);
    hash = Math.imul(hash, 0x01000193);
  }
  return (hash >>> 0) % intervalMs;
}

/** The first instant after `afterMs` that is the check's place in an interval. */
export function nextDueMs(id: string, intervalMs: number, afterMs: number): number {
  const place = placeOf(id, intervalMs);
  return (Math.floor((afterMs - place) / intervalMs) + 1) * intervalMs + place;
}
