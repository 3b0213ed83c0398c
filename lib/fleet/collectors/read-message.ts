import { z } from "zod";
import {
  type BatchMessage,
  type Hello,
  type SeriesDefinition,
  WIRE_VERSION,
  type WireSample,
} from "@/lib/probes/collector-wire";
import { PROBE_REASONS } from "@/lib/probes/probe";

const text = (most: number) => z.string().max(most);
const count = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
const moment = z.number().min(-1e15).max(1e15);

const Proposals = z
  .array(z.object({ key: text(200), title: text(200), input: z.looseObject({ kind: text(20) }) }))
  .max(64);

const HelloSchema = z.object({
  wire: z.number(),
  version: text(50),
  bundleHash: text(100),
  machineId: text(100).min(1),
  lineage: text(100).min(1),
  run: text(100).min(1),
  epoch: count,
  recoveredSeq: count,
  wallMs: moment,
  droppedSamples: count,
  host: z.object({
    name: text(200),
    platform: text(50),
    release: text(200),
    architecture: text(50),
    cores: count,
    memoryBytes: count,
    addresses: z.array(text(100)).max(16),
  }),
  proposals: Proposals,
});

/** Reads a hello from a stranger's hands: undefined when it is not one, "unsupported" when it speaks another version. */
export function readHello(message: unknown): Hello | "unsupported" | undefined {
  const parsed = HelloSchema.safeParse(message);
  if (!parsed.success) return undefined;
  return parsed.data.wire === WIRE_VERSION ? (parsed.data as unknown as Hello) : "unsupported";
}

const Definition = z.tuple([
  count,
  text(200).min(1),
  z.record(text(200), text(1024)),
  text(50).nullish(),
  z.enum(["gauge", "counter"]).nullish(),
]);

const BatchHead = z.object({
  epoch: count,
  from: count,
  seq: count,
  sentAtMs: moment,
  wallMs: moment,
  droppedSamples: count,
  defs: z.array(Definition).max(20_000),
  samples: z.array(z.unknown()).max(20_000),
  verdicts: z
    .array(
      z.object({
        check: z.uuid(),
        ok: z.boolean(),
        reason: z.enum(PROBE_REASONS).nullable(),
        detail: text(200).nullable(),
        atMs: moment,
      }),
    )
    .max(1000)
    .optional(),
  proposals: Proposals.optional(),
});

/** Reads a batch from a stranger's hands; undefined when anything in it is not as the wire says. */
export function readBatch(message: unknown): BatchMessage | undefined {
  const parsed = BatchHead.safeParse(message);
  if (!parsed.success) return undefined;
  const { samples, defs, ...head } = parsed.data;
  // Checked by hand: thousands of triples a second are worth more than one schema.
  if (!samples.every(isSample) || defs.some((definition) => Object.keys(definition[2]).length > 64)) return undefined;
  return {
    ...head,
    defs: defs as SeriesDefinition[],
    samples,
    proposals: head.proposals as BatchMessage["proposals"],
  } as BatchMessage;
}

function isSample(value: unknown): value is WireSample {
  return (
    Array.isArray(value) &&
    value.length === 3 &&
    Number.isInteger(value[0]) &&
    Number.isFinite(value[1]) &&
    typeof value[2] === "number" &&
    Number.isFinite(value[2])
  );
}
