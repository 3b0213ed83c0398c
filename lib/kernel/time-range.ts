/** A stretch of time in epoch milliseconds, `fromMs` before `toMs`. */
export type TimeSpan = { fromMs: number; toMs: number };

/** A range as people write it: "now-1h" to "now", "now/d" to "now", or absolute moments. */
export type RangeText = { from: string; to: string };

const UNIT_MS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;
const RELATIVE = /^now((?:[+-]\d{1,6}[smhdwMy])*)(?:\/([smhdwMy]))?$/;
const ABSOLUTE = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2}))?)?$/;

type Parts = { year: number; month: number; day: number; hour: number; minute: number; second: number };

/** What a wall clock in a zone shows at an instant; a zone nobody knows throws RangeError. */
function wall(ms: number, zone: string): Parts {
  const read: Record<string, number> = {};
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  for (const { type, value } of format.formatToParts(ms)) read[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = read;
  return { year, month, day, hour, minute, second };
}

const asUtc = (p: Parts) => Date.UTC(p.year, p.month - 1, p.day, p.hour, p.minute, p.second);

// The offset is looked up twice because it may change between the guess and the answer.
function instantOf(parts: Parts, zone: string): number {
  const wanted = asUtc(parts);
  const first = wanted - (asUtc(wall(wanted, zone)) - wanted);
  return wanted - (asUtc(wall(first, zone)) - first);
}

function shiftMonths(ms: number, months: number, zone: string): number {
  const now = wall(ms, zone);
  const index = now.year * 12 + now.month - 1 + months;
  const [year, month] = [Math.floor(index / 12), (index % 12) + 1];
  const last = wall(Date.UTC(year, month, 0, 12), "UTC").day;
  return instantOf({ ...now, year, month, day: Math.min(now.day, last) }, zone);
}

function shift(ms: number, step: string, zone: string): number {
  const count = Number(step.slice(0, -1));
  const unit = step.at(-1) ?? "s";
  if (unit === "M") return shiftMonths(ms, count, zone);
  if (unit === "y") return shiftMonths(ms, count * 12, zone);
  return ms + count * UNIT_MS[unit as keyof typeof UNIT_MS];
}

function floorOf(now: Parts, unit: string): Parts {
  const midnight = { ...now, hour: 0, minute: 0, second: 0 };
  if (unit === "m") return { ...now, second: 0 };
  if (unit === "h") return { ...now, minute: 0, second: 0 };
  if (unit === "d") return midnight;
  if (unit === "w") return { ...midnight, day: now.day - ((new Date(asUtc(midnight)).getUTCDay() + 6) % 7) };
  if (unit === "M") return { ...midnight, day: 1 };
  return unit === "y" ? { ...midnight, day: 1, month: 1 } : now;
}

const startOf = (ms: number, unit: string, zone: string) => instantOf(floorOf(wall(ms, zone), unit), zone);

// Half a day more, because the day of a clock change has 25 hours.
function endOf(start: number, unit: string, zone: string): number {
  const slack = unit === "d" || unit === "w" ? UNIT_MS.d / 2 : 0;
  return startOf(shift(start, `1${unit}`, zone) + slack, unit, zone) - 1;
}

function relative(text: string, nowMs: number, zone: string, roundUp: boolean): number | undefined {
  const match = RELATIVE.exec(text);
  if (!match) return undefined;
  const steps = (match[1] ?? "").match(/[+-]\d+[smhdwMy]/g) ?? [];
  const moved = steps.reduce((ms, step) => shift(ms, step, zone), nowMs);
  const unit = match[2];
  if (!unit) return moved;
  const start = startOf(moved, unit, zone);
  return roundUp ? endOf(start, unit, zone) : start;
}

function absolute(text: string, zone: string): number | undefined {
  if (/^\d{9,16}$/.test(text)) return Number(text) * (text.length <= 10 ? 1_000 : 1);
  const match = ABSOLUTE.exec(text);
  if (match) {
    const [, year, month, day, hour = 0, minute = 0, second = 0] = match.map(Number);
    const whole = { year: year ?? 0, month: month ?? 1, day: day ?? 1 };
    return instantOf({ ...whole, hour: hour || 0, minute: minute || 0, second: second || 0 }, zone);
  }
  return /^\d{4}-\d{2}-\d{2}T.*(Z|[+-]\d{2}:?\d{2})$/.test(text) ? Date.parse(text) : undefined;
}

/**
 * Reads a moment of the range language in a zone: "now-1h", "now-1d/d", "2026-11-21 09:00", an ISO instant, epoch seconds or
 * milliseconds. "/d" rounds down to the unit's start, or up to its last millisecond with `roundUp`. Undefined when it is none of these.
 */
export function parseMoment(text: string, nowMs: number, zone: string, roundUp = false): number | undefined {
  const clean = text.trim();
  const ms = relative(clean, nowMs, zone, roundUp) ?? absolute(clean, zone);
  return ms === undefined || !Number.isFinite(ms) || Math.abs(ms) > 8.64e15 ? undefined : ms;
}

/** Reads a range; undefined when one end cannot be read or the start is not before the end. */
export function parseRange(range: RangeText, nowMs: number, zone: string): TimeSpan | undefined {
  const fromMs = parseMoment(range.from, nowMs, zone);
  const toMs = parseMoment(range.to, nowMs, zone, true);
  return fromMs === undefined || toMs === undefined || fromMs >= toMs ? undefined : { fromMs, toMs };
}

/** Whether a range moves along with the clock. */
export function isMoving(range: RangeText): boolean {
  return range.to.startsWith("now");
}
