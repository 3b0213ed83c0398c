export interface ExposedSample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
  readonly type: string;
}

export interface Exposition {
  readonly samples: ExposedSample[];
  /** Lines that could not be read. */
  readonly malformed: number;
  /** True when there was more than `most`. */
  readonly cut: boolean;
}

const NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*/;
const LABEL = /^[a-zA-Z_][a-zA-Z0-9_]*/;
const MOST_LABELS = 64;

/** Reads the Prometheus text format (0.0.4 and OpenMetrics' samples): bad lines are counted and passed over, time stamps and exemplars are ignored. */
export function parseExposition(
  text: string,
  most: number,
  wanted: (name: string) => boolean = () => true,
): Exposition {
  const types = new Map<string, string>();
  const samples: ExposedSample[] = [];
  let malformed = 0;
  for (const raw of text.split("\n")) {
    const line = raw.trim();
    if (line === "") continue;
    if (line.startsWith("#")) {
      readComment(line, types);
      continue;
    }
    const sample = parseSample(line, types);
    if (!sample) malformed++;
    else if (wanted(sample.name)) {
      if (samples.length >= most) return { samples, malformed, cut: true };
      samples.push(sample);
    }
  }
  return { samples, malformed, cut: false };
}

function readComment(line: string, types: Map<string, string>): void {
  const [, word, name, type] = line.split(/\s+/);
  if (word === "TYPE" && name && type) types.set(name, type);
}

function parseSample(line: string, types: ReadonlyMap<string, string>): ExposedSample | undefined {
  const name = NAME.exec(line)?.[0];
  if (!name) return undefined;
  const labelled = readLabels(line, name.length);
  if (!labelled) return undefined;
  const [value] = line.slice(labelled.end).trim().split(/\s+/);
  const number = parseValue(value ?? "");
  if (number === undefined) return undefined;
  return { name, labels: labelled.labels, value: number, type: typeOf(name, types) };
}

function readLabels(line: string, start: number): { labels: Record<string, string>; end: number } | undefined {
  const labels: Record<string, string> = {};
  let at = skipBlanks(line, start);
  if (line[at] !== "{") return { labels, end: start };
  at = skipBlanks(line, at + 1);
  for (let count = 0; line[at] !== "}"; count++) {
    const pair = count < MOST_LABELS ? readPair(line, at) : undefined;
    if (!pair) return undefined;
    labels[pair.label] = pair.value;
    at = pair.end;
  }
  return { labels, end: at + 1 };
}

// `name="value"` up to the next pair or the closing brace.
function readPair(line: string, start: number): { label: string; value: string; end: number } | undefined {
  const label = LABEL.exec(line.slice(start, start + 500))?.[0];
  if (!label) return undefined;
  const equals = skipBlanks(line, start + label.length);
  const quoted = line[equals] === "=" ? readQuoted(line, skipBlanks(line, equals + 1)) : undefined;
  if (!quoted) return undefined;
  const after = skipBlanks(line, quoted.end);
  if (line[after] === ",") return { label, value: quoted.value, end: skipBlanks(line, after + 1) };
  return line[after] === "}" ? { label, value: quoted.value, end: after } : undefined;
}

function readQuoted(line: string, start: number): { value: string; end: number } | undefined {
  if (line[start] !== '"') return undefined;
  let value = "";
  for (let at = start + 1; at < line.length; at++) {
    const character = line[at];
    if (character === '"') return { value, end: at + 1 };
    if (character !== "\\") value += character;
    else value += unescaped(line[++at]);
  }
  return undefined;
}

function unescaped(character: string | undefined): string {
  if (character === "n") return "\n";
  return character === "\\" || character === '"' ? character : `\\${character ?? ""}`;
}

function skipBlanks(line: string, at: number): number {
  let next = at;
  while (line[next] === " " || line[next] === "\t") next++;
  return next;
}

function parseValue(text: string): number | undefined {
  switch (text.toLowerCase()) {
    case "nan":
      return Number.NaN;
    case "+inf":
    case "inf":
      return Number.POSITIVE_INFINITY;
    case "-inf":
      return Number.NEGATIVE_INFINITY;
    case "":
      return undefined;
    default:
      return /^[+-]?(\d|\.\d)/.test(text) && !Number.isNaN(Number(text)) ? Number(text) : undefined;
  }
}

// A histogram's and a summary's parts carry the family's name with an ending.
function typeOf(name: string, types: ReadonlyMap<string, string>): string {
  const own = types.get(name);
  if (own) return own;
  const family = types.get(name.replace(/_(total|bucket|sum|count|created)$/, ""));
  if (family === "histogram" || family === "summary" || family === "counter") return "counter";
  return family ?? (name.endsWith("_total") ? "counter" : "untyped");
}
