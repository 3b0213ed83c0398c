/** A value as a screen shows it: the number with its digits, and the unit beside it ("145" "ms"). */
export type Said = { number: string; unit: string };

const BINARY = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"] as const;
const SHORT = ["", "k", "M", "G", "T", "P"] as const;
const MISSING: Said = { number: "–", unit: "" };

function digits(value: number): string {
  const size = Math.abs(value);
  if (size === 0) return "0";
  if (size >= 100) return Math.round(value).toString();
  if (size >= 10) return trim(value.toFixed(1));
  if (size >= 0.01) return trim(value.toFixed(2));
  return trim(value.toPrecision(2));
}

function trim(text: string): string {
  return text.includes(".") && !text.includes("e") ? text.replace(/\.?0+$/, "") : text;
}

function scaled(value: number, base: number, names: readonly string[], suffix = ""): Said {
  let [rest, step] = [value, 0];
  while (Math.abs(rest) >= base && step < names.length - 1) {
    rest /= base;
    step += 1;
  }
  return { number: digits(rest), unit: `${names[step] ?? ""}${suffix}` };
}

function seconds(value: number): Said {
  const size = Math.abs(value);
  if (size === 0) return { number: "0", unit: "ms" };
  if (size < 0.001) return { number: digits(value * 1e6), unit: "µs" };
  if (size < 1) return { number: digits(value * 1e3), unit: "ms" };
  if (size < 120) return { number: digits(value), unit: "s" };
  if (size < 7_200) return { number: digits(value / 60), unit: "min" };
  if (size < 172_800) return { number: digits(value / 3_600), unit: "h" };
  return { number: digits(value / 86_400), unit: "d" };
}

// A share near 100 % keeps the digits that tell 99.9 from 99.99, and is never rounded up to a perfect score.
function percent(value: number): Said {
  const size = Math.abs(value);
  if (size > 99 && size < 100) return { number: trim((Math.floor(value * 1000) / 1000).toFixed(3)), unit: "%" };
  return { number: size >= 10 ? trim(value.toFixed(1)) : digits(value), unit: "%" };
}

const WAYS: Record<string, (value: number) => Said> = {
  seconds,
  s: seconds,
  ms: (value) => seconds(value / 1_000),
  bytes: (value) => scaled(value, 1024, BINARY),
  bytes_per_second: (value) => scaled(value, 1024, BINARY, "/s"),
  percent,
  ratio: (value) => percent(value * 100),
  per_second: (value) => scaled(value, 1000, SHORT, "/s"),
  celsius: (value) => ({ number: digits(value), unit: "°C" }),
  days: (value) => ({ number: digits(value), unit: "d" }),
};

/** Says a value in its unit (seconds, ms, bytes, ratio, percent, per_second, celsius, days, count or none), scaled for reading; no value is a dash. */
export function sayValue(value: number | null | undefined, unit?: string | null): Said {
  if (value === null || value === undefined || !Number.isFinite(value)) return MISSING;
  const way = WAYS[unit ?? ""];
  return way ? way(value) : scaled(value, 1000, SHORT);
}

/** The same as one text: "145 ms", "82 %", "1.5 GiB". */
export function sayValueText(value: number | null | undefined, unit?: string | null): string {
  const said = sayValue(value, unit);
  return said.unit ? `${said.number}\u00a0${said.unit}` : said.number;
}
