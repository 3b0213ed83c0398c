import type { AssignedCheck, CheckInput } from "@/lib/probes/check-input";
import type { ProbeReason } from "@/lib/probes/probe";

/** Version of the protocol below; a console refuses another one in words. */
export const WIRE_VERSION = 1;

export interface HostFacts {
  readonly name: string;
  readonly platform: string;
  readonly release: string;
  readonly architecture: string;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly addresses: readonly string[];
}

/** Something that runs beside the collector and that it knows how to check. */
export interface Proposal {
  readonly key: string;
  readonly title: string;
  readonly input: CheckInput;
}

/** First message of a connection. `recoveredSeq` is the last number found on disk at start, `run` one process's life. */
export interface Hello {
  readonly wire: number;
  readonly version: string;
  readonly bundleHash: string;
  readonly machineId: string;
  readonly lineage: string;
  readonly run: string;
  readonly epoch: number;
  readonly recoveredSeq: number;
  readonly wallMs: number;
  readonly droppedSamples: number;
  readonly host: HostFacts;
  readonly proposals: readonly Proposal[];
}

/** The console's answer to `hello`; numbers at or below `ackSeq` of `epoch` are durable and are not sent again. */
export interface Welcome {
  readonly ok: true;
  readonly serverTimeMs: number;
  readonly epoch: number;
  readonly ackSeq: number;
  readonly hostIntervalMs: number;
  readonly processIntervalMs: number;
  readonly checks: readonly AssignedCheck[];
  readonly checksHash: string;
  readonly bundleHash: string | null;
}

export const CUT_CODES = ["unauthenticated", "revoked", "fenced", "unsupported"] as const;
export type CutCode = (typeof CUT_CODES)[number];

/** A refusal that retrying at once does not heal. */
export interface Cut {
  readonly cut: CutCode;
  readonly retryAfterMs: number;
}

export interface Wait {
  readonly retryAfterMs: number;
}

export type HelloAnswer = Welcome | Cut | Wait;

/** `[localId, name, labels, unit, kind]`; a local id means the same for as long as the connection lives. */
export type SeriesDefinition = readonly [
  localId: number,
  name: string,
  labels: Readonly<Record<string, string>>,
  unit?: string | null,
  kind?: "gauge" | "counter" | null,
];

/** `[localId, milliseconds since 1970, value]`. */
export type WireSample = readonly [localId: number, ms: number, value: number];

/** How a check last ended, told when it changes: facts for people, decided by nobody. */
export interface CheckVerdict {
  readonly check: string;
  readonly ok: boolean;
  readonly reason: ProbeReason | null;
  readonly detail: string | null;
  readonly atMs: number;
}

/** Everything the collector measured in records `from..seq`; `defs` holds what this connection was not told yet. */
export interface BatchMessage {
  readonly epoch: number;
  readonly from: number;
  readonly seq: number;
  readonly sentAtMs: number;
  readonly wallMs: number;
  readonly droppedSamples: number;
  readonly defs: readonly SeriesDefinition[];
  readonly samples: readonly WireSample[];
  readonly verdicts?: readonly CheckVerdict[];
  readonly proposals?: readonly Proposal[];
}

export interface BatchAccepted {
  readonly ok: true;
  readonly seq: number;
  readonly serverTimeMs: number;
  readonly refused?: number;
  readonly reasons?: readonly string[];
  readonly checksHash?: string;
}

export interface NeedDefinitions {
  readonly need: "definitions";
}

export interface NeedHello {
  readonly need: "hello";
}

export type BatchAnswer = BatchAccepted | NeedDefinitions | NeedHello | Wait | Cut;

/** Pushed by the console when what the collector has to check changed. */
export interface ChecksMessage {
  readonly checks: readonly AssignedCheck[];
  readonly checksHash: string;
}

/** Body of `POST /api/v1/collect`, the same words without a socket; definitions travel whole in every batch. */
export type CollectRequest =
  | { readonly kind: "hello"; readonly hello: Hello }
  | { readonly kind: "batch"; readonly lineage: string; readonly run: string; readonly batch: BatchMessage };

export type CollectAnswer = HelloAnswer | BatchAnswer;

/** Body of `POST /api/v1/collectors/enrol`. */
export interface EnrolRequest {
  readonly token: string;
  readonly machineId: string;
  readonly version: string;
  readonly host: HostFacts;
}

export interface EnrolAnswer {
  readonly collector: string;
  readonly token: string;
  readonly host: string;
}
