import { createHash } from "node:crypto";
import type { Tick } from "@/lib/live/contract";

/** Where a flush goes: every socket that watches the same set shares one room, so a tick is encoded once for all of them. */
export type Emit = (room: string, tick: Tick) => void;
export type Ticker = {
  /** Puts one more socket on a set of series and answers its room. */
  watch(org: string, series: readonly number[]): string;
  /** Takes one socket off a room; the last one frees it. */
  leave(room: string): void;
  /** Tells accepted samples; at most one tick per room leaves every `everyMs`. */
  accept(org: string, series: ArrayLike<number>, ms: ArrayLike<number>, values: ArrayLike<number>): void;
  rooms(): number;
  stop(): void;
};

type Room = {
  name: string;
  org: string;
  series: readonly number[];
  sockets: number;
  dirty: Map<number, [number, number]>;
  flushedAt: number;
  timer: NodeJS.Timeout | NodeJS.Immediate | undefined;
};

/** Coalesces accepted samples into ticks per room: the newest value of each series, sent at once when the room was quiet. `now` is monotonic, `wallMs` business time, both in milliseconds. */
export function createTicker(
  emit: Emit,
  { now, wallMs }: { now: () => number; wallMs: () => number },
  everyMs = 100,
): Ticker {
  const rooms = new Map<string, Room>();
  const watchers = new Map<string, Map<number, Room[]>>();

  function flush(room: Room): void {
    room.timer = undefined;
    room.flushedAt = now();
    const values: Tick["values"] = [];
    for (const [series, [ms, value]] of room.dirty) values.push([series, ms, value]);
    room.dirty.clear();
    if (values.length > 0) emit(room.name, { at: wallMs(), values });
  }

  function schedule(room: Room): void {
    if (room.timer) return;
    const wait = room.flushedAt + everyMs - now();
    room.timer = wait <= 0 ? setImmediate(flush, room) : setTimeout(flush, wait, room);
  }

  function mark(inRooms: Room[], id: number, latest: [number, number]): void {
    for (const room of inRooms) {
      const before = room.dirty.get(id);
      if (!before || before[0] <= latest[0]) room.dirty.set(id, latest);
      schedule(room);
    }
  }

  return {
    watch(org, series) {
      const name = roomName(org, series);
      const known = rooms.get(name);
      if (known) {
        known.sockets += 1;
        return name;
      }
      const room: Room = {
        name,
        org,
        series: [...new Set(series)],
        sockets: 1,
        dirty: new Map(),
        flushedAt: Number.NEGATIVE_INFINITY,
        timer: undefined,
      };
      rooms.set(name, room);
      index(watchers, room);
      return name;
    },
    leave(name) {
      const room = rooms.get(name);
      if (!room) return;
      room.sockets -= 1;
      if (room.sockets > 0) return;
      rooms.delete(name);
      unindex(watchers, room);
      if (room.timer) cancel(room.timer);
    },
    accept(org, series, ms, values) {
      const watched = watchers.get(org);
      if (!watched) return;
      for (let i = 0; i < series.length; i++) {
        const inRooms = watched.get(series[i] as number);
        if (inRooms) mark(inRooms, series[i] as number, [ms[i] as number, values[i] as number]);
      }
    },
    rooms: () => rooms.size,
    stop() {
      for (const room of rooms.values()) if (room.timer) cancel(room.timer);
      rooms.clear();
      watchers.clear();
    },
  };
}

function cancel(timer: NodeJS.Timeout | NodeJS.Immediate): void {
  clearTimeout(timer as NodeJS.Timeout);
  clearImmediate(timer as NodeJS.Immediate);
}

function roomName(org: string, series: readonly number[]): string {
  const sorted = [...new Set(series)].sort((a, b) => a - b);
  return `watch:${createHash("sha1").update(org).update(sorted.join(",")).digest("base64url")}`;
}

function index(watchers: Map<string, Map<number, Room[]>>, room: Room): void {
  const ofOrg = watchers.get(room.org) ?? new Map<number, Room[]>();
  watchers.set(room.org, ofOrg);
  for (const id of room.series) ofOrg.set(id, [...(ofOrg.get(id) ?? []), room]);
}

function unindex(watchers: Map<string, Map<number, Room[]>>, room: Room): void {
  const ofOrg = watchers.get(room.org);
  if (!ofOrg) return;
  for (const id of room.series) {
    const left = (ofOrg.get(id) ?? []).filter((other) => other !== room);
    if (left.length > 0) ofOrg.set(id, left);
    else ofOrg.delete(id);
  }
  if (ofOrg.size === 0) watchers.delete(room.org);
}
