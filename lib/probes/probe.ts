/** One series as a probe names it; probes reuse the object, so identity may be used as a cache key. */
export interface ProbeSeries {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly unit?: string | undefined;
  readonly kind?: "gauge" | "counter" | undefined;
}

export interface ProbeSample {
  readonly series: ProbeSeries;
  readonly value: number;
}

/** Why a probe did not succeed: a stable word that the console translates. */
export const PROBE_REASONS = [
  "timeout",
  "aborted",
  "address-refused",
  "dns",
  "connect",
  "tls",
  "protocol",
  "status",
  "body",
  "redirect",
  "too-large",
  "mismatch",
  "credentials",
  "input",
] as const;

export type ProbeReason = (typeof PROBE_REASONS)[number];

/** What every probe answers; a probe never throws, and `detail` is at most 200 characters and never holds a body or a secret. */
export interface ProbeResult {
  readonly ok: boolean;
  readonly reason?: ProbeReason | undefined;
  readonly detail?: string | undefined;
  readonly durationMs: number;
  readonly samples: readonly ProbeSample[];
}

/** Says whether a resolved numeric address may be connected to; every resolved address is asked about. */
export type ConnectGuard = (address: string, port: number) => boolean;

/** Resolves a name to numeric addresses; it is asked once per connection, so that what was judged is what is connected to. */
export type Resolve = (hostname: string) => Promise<readonly string[]>;

/** What the caller lends to a probe: a way to stop it, the judge of addresses, a resolver and local secrets. */
export interface ProbeContext {
  readonly signal?: AbortSignal | undefined;
  readonly guard?: ConnectGuard | undefined;
  readonly resolve?: Resolve | undefined;
  /** The time that certificates are judged by, milliseconds since 1970; the machine's own when absent. */
  readonly nowMs?: (() => number) | undefined;
  readonly secret?: ((name: string) => string | undefined) | undefined;
}

/** A failure inside a probe on its way to becoming a `ProbeResult`. */
export class ProbeFailure extends Error {
  constructor(
    readonly reason: ProbeReason,
    detail: string,
  ) {
    super(detail.slice(0, 200));
  }
}
