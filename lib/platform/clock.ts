import type pg from "pg";

/** Business time. It is the database's time, so that all processes agree, whatever their machines' clocks say. */
export interface Clock {
  now(): Date;
  millis(): number;
  /** How far this machine's clock is from the database's, in milliseconds (positive: the database is ahead). */
  offsetMs(): number;
  stop(): void;
}

const MEASURE_EVERY_MS = 60_000;
const HELD_EVERY_MS = 250;

/** A clock that stands still until it is told otherwise, for tests. */
export function heldClock(at: Date): Clock & { forward(ms: number): void; set(at: Date): void } {
  let ms = at.getTime();
  return {
    now: () => new Date(ms),
    millis: () => ms,
    offsetMs: () => 0,
    stop: () => undefined,
    forward(by) {
      ms += by;
    },
    set(to) {
      ms = to.getTime();
    },
  };
}

/** This machine's own monotonic milliseconds, for durations and deadlines only. */
export function monotonicMs(): number {
  return performance.now();
}

/**
 * Measures the database's clock (the best of five round trips) and keeps measuring each minute.
 * With `held`, the row of `clock_offset` is added and read four times a second, so that a test moves every process at once.
 */
export async function createClock(pool: pg.Pool, { held = false } = {}): Promise<Clock> {
  let offset = await measure(pool, held, 5);
  const timer = setInterval(
    () => {
      measure(pool, held, held ? 1 : 3).then(
        (measured) => {
          offset = measured;
        },
        () => undefined,
      );
    },
    held ? HELD_EVERY_MS : MEASURE_EVERY_MS,
  );
  timer.unref();
  const millis = () => Math.round(wallMs() + offset);
  return { millis, now: () => new Date(millis()), offsetMs: () => offset, stop: () => clearInterval(timer) };
}

// Anchored to the monotonic clock: a step of this machine's clock between two measurements moves nothing.
const anchorMs = Date.now() - performance.now();
function wallMs(): number {
  return anchorMs + performance.now();
}

async function measure(pool: pg.Pool, held: boolean, rounds: number): Promise<number> {
  let best = { trip: Number.POSITIVE_INFINITY, offset: 0 };
  for (let round = 0; round < rounds; round++) {
    const sent = wallMs();
    const { rows } = await pool.query<{ ms: number; held: string }>(
      "SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS ms, ms AS held FROM clock_offset",
    );
    const trip = wallMs() - sent;
    const row = rows[0];
    if (row && trip < best.trip) {
      best = { trip, offset: row.ms - (sent + trip / 2) + (held ? Number(row.held) : 0) };
    }
  }
  return best.offset;
}
