import type { Tick } from "@/lib/live/contract";

export type Point = { readonly ms: number; readonly value: number };
export type Trail = { readonly ms: readonly number[]; readonly value: readonly number[] };

type Entry = { point: Point | undefined; trail: Trail; listeners: Set<() => void> };

/** How many points of a series are kept for its sparkline. */
export const TRAIL_POINTS = 240;

const EMPTY: Trail = { ms: [], value: [] };

/** Ticks live here, outside React: each reader hears only of its own series, at most once per painted frame. */
export class SeriesStore {
  private readonly entries = new Map<number, Entry>();
  private readonly moved = new Set<Entry>();
  private readonly watchers = new Set<() => void>();
  private frame: number | ReturnType<typeof setTimeout> | undefined;
  private held: Tick["values"][] | undefined;

  /** Takes values in; while held they wait, the newest 200 ticks at most. */
  apply(values: Tick["values"]): void {
    if (this.held) {
      this.held.push(values);
      if (this.held.length > 200) this.held.shift();
      return;
    }
    for (const [id, ms, value] of values) this.take(id, { ms, value });
    this.flushSoon();
  }

  /** A value from a snapshot: it never replaces a newer one. */
  seed(id: number, point: Point): void {
    this.take(id, point);
    this.flushSoon();
  }

  /** History for a sparkline: it goes before what has already come live. */
  seedTrail(id: number, history: Trail): void {
    const entry = this.entry(id);
    const last = history.ms.at(-1) ?? 0;
    const newer = entry.trail.ms.findIndex((ms) => ms > last);
    const live = newer < 0 ? EMPTY : { ms: entry.trail.ms.slice(newer), value: entry.trail.value.slice(newer) };
    entry.trail = {
      ms: [...history.ms, ...live.ms].slice(-TRAIL_POINTS),
      value: [...history.value, ...live.value].slice(-TRAIL_POINTS),
    };
    this.moved.add(entry);
    this.flushSoon();
  }

  hold(): void {
    this.held ??= [];
  }

  release(): void {
    const waiting = this.held ?? [];
    this.held = undefined;
    for (const values of waiting) this.apply(values);
  }

  point(id: number): Point | undefined {
    return this.entries.get(id)?.point;
  }

  trail(id: number): Trail {
    return this.entries.get(id)?.trail ?? EMPTY;
  }

  subscribe(ids: readonly number[], listener: () => void): () => void {
    for (const id of ids) this.entry(id).listeners.add(listener);
    this.announce();
    return () => {
      for (const id of ids) {
        const entry = this.entries.get(id);
        entry?.listeners.delete(listener);
        if (entry?.listeners.size === 0) this.entries.delete(id);
      }
      this.announce();
    };
  }

  /** The union of the series that are on the screen. */
  watched(): number[] {
    return [...this.entries].filter(([, entry]) => entry.listeners.size > 0).map(([id]) => id);
  }

  onWatchedChange(listener: () => void): () => void {
    this.watchers.add(listener);
    return () => this.watchers.delete(listener);
  }

  private announce(): void {
    for (const watcher of this.watchers) watcher();
  }

  private entry(id: number): Entry {
    let entry = this.entries.get(id);
    if (!entry) {
      entry = { point: undefined, trail: EMPTY, listeners: new Set() };
      this.entries.set(id, entry);
    }
    return entry;
  }

  private take(id: number, point: Point): void {
    const entry = this.entry(id);
    if (entry.point && entry.point.ms >= point.ms) return;
    entry.point = point;
    const from = entry.trail.ms.length >= TRAIL_POINTS ? 1 : 0;
    entry.trail = {
      ms: [...entry.trail.ms.slice(from), point.ms],
      value: [...entry.trail.value.slice(from), point.value],
    };
    this.moved.add(entry);
  }

  // A hidden tab paints no frames, and a wall's tab must not fall behind.
  private flushSoon(): void {
    if (this.frame !== undefined || this.moved.size === 0) return;
    const flush = () => {
      this.frame = undefined;
      const listeners = new Set([...this.moved].flatMap((entry) => [...entry.listeners]));
      this.moved.clear();
      for (const listener of listeners) listener();
    };
    const hidden = typeof document === "undefined" || document.hidden;
    this.frame = hidden ? setTimeout(flush, 250) : requestAnimationFrame(flush);
  }
}
