import type { IncomingHttpHeaders } from "node:http";
import type { Locale } from "@/lib/i18n/locale";
import type { Authenticate } from "@/lib/identity/authenticate";
import type { Refusal } from "@/lib/kernel/refusal";
import type { Clock } from "@/lib/platform/clock";
import type { Database } from "@/lib/platform/db/pools";
import type { Log } from "@/lib/platform/log";
import type { IngestLimits } from "@/lib/telemetry/ingest/limits";
import type { Accepted, SeriesIdentity } from "@/lib/telemetry/sample";

/** What a door needs of the store: one streaming batch for each request. */
export type SampleBatch = {
  series(key: string, identity: () => SeriesIdentity): number;
  sample(handle: number, ms: number, value: number): void;
  commit(now: Date): Promise<Accepted>;
};
export type SampleStore = { begin(org: string, options?: { source: string; derived?: boolean }): SampleBatch };

export type IngestDeps = {
  database: Pick<Database, "system">;
  store: SampleStore;
  clock: Pick<Clock, "now">;
  authenticate: Authenticate;
  limits?: Partial<IngestLimits>;
  log: Pick<Log, "warn" | "error">;
};

/** A body that was read whole, still as it came over the wire. */
export type Delivery = {
  org: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
  locale: Locale;
  now: Date;
  limits: IngestLimits;
};

export type Answer = { status: number; contentType?: string; body?: string | Buffer };

/** One address that takes signals. `judge` sees only headers and throws before the body is read; refusals are said in the door's own format. */
export type IngestDoor = {
  path: string;
  judge(headers: IncomingHttpHeaders): void;
  accept(delivery: Delivery): Promise<Answer>;
  refuse(refusal: Refusal, headers: IncomingHttpHeaders, locale: Locale): Answer;
};
