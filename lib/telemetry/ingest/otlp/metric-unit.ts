const UNITS: Readonly<Record<string, string>> = {
  s: "seconds",
  ms: "ms",
  By: "bytes",
  "By/s": "bytes_per_second",
  "%": "percent",
  "1": "ratio",
  Cel: "celsius",
};

/** The console's unit for a UCUM unit of OTLP: known ones by name, annotations such as `{request}` as counts, others as they are. */
export function metricUnit(ucum: string): string | undefined {
  if (Object.hasOwn(UNITS, ucum)) return UNITS[ucum];
  if (/^\{[^}]*\}$/.test(ucum)) return "count";
  if (/^\{[^}]*\}\/s$/.test(ucum)) return "per_second";
  return /^[\x21-\x7e]{1,32}$/.test(ucum) ? ucum : undefined;
}
