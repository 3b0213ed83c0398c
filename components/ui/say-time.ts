export type SpanUnit = "s" | "m" | "h" | "d";

const STEPS: [SpanUnit, number][] = [
  ["d", 86_400],
  ["h", 3_600],
  ["m", 60],
  ["s", 1],
];

/** A stretch of time in at most two units, the largest first: 4 s, 12 m, 3 h 20 m, 5 d 2 h. */
export function spanParts(milliseconds: number): { unit: SpanUnit; n: number }[] {
  const seconds = Math.max(0, Math.floor(milliseconds / 1_000));
  const first = STEPS.findIndex(([, size]) => seconds >= size);
  if (first < 0) return [{ unit: "s", n: 0 }];
  const [unit, size] = STEPS[first] ?? ["s", 1];
  const parts = [{ unit, n: Math.floor(seconds / size) }];
  const next = STEPS[first + 1];
  const rest = next ? Math.floor((seconds % size) / next[1]) : 0;
  if (next && rest > 0 && unit !== "m") parts.push({ unit: next[0], n: rest });
  return parts;
}

type Style = "time" | "clock" | "minute" | "full" | "day";

const OPTIONS: Record<Style, Intl.DateTimeFormatOptions> = {
  time: { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" },
  clock: { hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
  minute: { month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
  full: {
    year: "numeric",
    month: "short",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
    timeZoneName: "short",
  },
  day: { year: "numeric", month: "short", day: "numeric" },
};

const formats = new Map<string, Intl.DateTimeFormat>();

/** A moment in a zone; formatters are kept because making one costs more than a frame's worth of formatting. */
export function sayMoment(ms: number, locale: string, zone: string, style: Style): string {
  const key = `${locale} ${zone} ${style}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat(locale, { ...OPTIONS[style], timeZone: zone });
    formats.set(key, format);
  }
  return format.format(ms);
}

/** The short name of a zone at a moment: "KST" would be ambiguous, so this is "GMT+9" or "UTC". */
export function sayZone(ms: number, zone: string): string {
  const parts = new Intl.DateTimeFormat("en", { timeZone: zone, timeZoneName: "shortOffset" }).formatToParts(ms);
  const name = parts.find((part) => part.type === "timeZoneName")?.value ?? zone;
  return zone === "UTC" || name === "GMT" ? "UTC" : name.replace("GMT", "UTC");
}

/** How far a zone's wall clock is ahead of UTC at a moment, in milliseconds. */
export function zoneOffsetMs(ms: number, zone: string): number {
  const [, sign, hours = "0", minutes = "0"] = /UTC([+-])(\d+)(?::(\d+))?/.exec(sayZone(ms, zone)) ?? [];
  return sign ? (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000 : 0;
}
