/**
 * The two words the socket knows. `tick` is numbers: coalesced, droppable, only of the series a page watches.
 * `change` is a fact: its kind and subject; the browser refetches what it shows of it.
 */
export type Tick = { at: number; values: [series: number, ms: number, value: number][] };
export type Change = { seq: string; kind: string; subject: { kind: string; id: string } };

export type ServerEvents = {
  tick: (tick: Tick) => void;
  change: (change: Change) => void;
};

export type Watched = { serverTimeMs: number; values: Tick["values"]; refused?: string };

export type BrowserEvents = {
  /** Replaces the set of watched series; the answer holds their latest values, so that nothing is missing after a reconnect. */
  watch: (request: { series: number[] }, done: (watched: Watched) => void) => void;
};

/** At most this many series are watched by one socket: a wall of 300 tiles with room to spare. */
export const MOST_WATCHED = 2_000;

export const LIVE_PATH = "/socket.io/";
