/** `delta` is OTLP's: each sample is the change over its own interval, so an increase is their sum. */
export const SERIES_KINDS = ["gauge", "counter", "delta", "histogram", "state"] as const;
export type SeriesKind = (typeof SERIES_KINDS)[number];

export type Labels = Readonly<Record<string, string>>;

/** What makes a series itself: name and labels; unit and kind only describe it. */
export type SeriesIdentity = { name: string; labels: Labels; unit?: string; kind?: SeriesKind };

export type SeriesInfo = { id: number; name: string; labels: Labels; unit: string | null; kind: SeriesKind | null };

export const MATCH_OPERATORS = ["=", "!=", "=~", "!~"] as const;
export type MatchOperator = (typeof MATCH_OPERATORS)[number];

/** A condition on one label; `__name__` is the metric's name, an absent label equals "". */
export type Matcher = { label: string; op: MatchOperator; value: string };

export const RESOLUTIONS = ["raw", "1m", "1h", "1d"] as const;
export type Resolution = (typeof RESOLUTIONS)[number];

/** The last known value of a series; NaN is a stale marker: the source said that it stopped. */
export type Latest = { id: number; ms: number; value: number };

/**
 * Points of one series in time order. `ms` is the instant of a raw sample (stepMs 0) or the start of a bucket of stepMs;
 * buckets without samples are absent, so a distance over stepMs is a gap. Raw points have only `last`.
 */
export type SeriesPoints = {
  id: number;
  resolution: Resolution;
  stepMs: number;
  ms: Float64Array;
  last: Float64Array;
  min: Float64Array;
  max: Float64Array;
  mean: Float64Array;
  count: Float64Array;
};

/** What became of a batch, after it was made durable. `reasons` are at most five sentences for the sender. */
export type Accepted = {
  accepted: number;
  duplicates: number;
  conflicts: number;
  tooOld: number;
  tooNew: number;
  refusedSeries: number;
  reasons: string[];
};

const bits = new DataView(new ArrayBuffer(8));
bits.setUint32(0, 0x7ff00000);
bits.setUint32(4, 2);

/** Prometheus' stale marker: the NaN that says "this series has ended here". Keep its bits: NaN === NaN is false. */
export const STALE_MARKER = bits.getFloat64(0);

const probe = new DataView(new ArrayBuffer(8));

/** Whether a value is the stale marker, also when an engine has quieted its signalling bit on the way. */
export function isStale(value: number): boolean {
  if (!Number.isNaN(value)) return false;
  probe.setFloat64(0, value);
  return probe.getUint32(4) === 2;
}
