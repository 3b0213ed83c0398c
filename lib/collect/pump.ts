import type { Link } from "@/lib/collect/link";
import { createOutbox, type Parcel } from "@/lib/collect/outbox";
import type { ShipperDeps } from "@/lib/collect/shipper";
import type { BatchAnswer, BatchMessage, CutCode, Welcome } from "@/lib/probes/collector-wire";

/** Why a connection ended, and how long the console asked to be left alone; "again" is a wish to be greeted anew. */
export interface Ending {
  readonly reason: string;
  readonly retryAfterMs: number;
  readonly cut?: CutCode;
}

/** A bell that one sleeper waits for. */
export interface Bell {
  ring(): void;
  wait(): Promise<void>;
}

/** A bell; ringing it with nobody waiting does nothing. */
export function createBell(): Bell {
  let wake: () => void = () => undefined;
  return {
    ring: () => wake(),
    wait: () =>
      new Promise((resolve) => {
        wake = resolve;
      }),
  };
}

/** Sends the spool over one greeted link, a few messages under way at once, until the link ends or an answer is anything but an acknowledgement. */
export async function pump(
  deps: ShipperDeps,
  link: Link,
  welcome: Welcome,
  bell: Bell,
  signal: AbortSignal,
): Promise<Ending> {
  const outbox = createOutbox(deps.sources, link.forgetful);
  const flights = new Set<Promise<void>>();
  const budget = createBudget(deps);
  const state: { ending?: Ending } = {};
  const end = (ending: Ending) => {
    state.ending ??= ending;
    bell.ring();
  };
  void link.gone.then((reason) => end({ reason, retryAfterMs: 0 }));

  function send(parcel: Parcel): void {
    const sentMs = deps.clock.monotonicMs();
    const flight = link
      .batch(messageOf(deps, welcome, parcel))
      .then((answer) => {
        const ending = "ok" in answer ? undefined : endingOf(answer);
        if (ending) end(ending);
        // Acknowledgements come in the order of sending; after a refusal nothing later counts.
        else if ("ok" in answer && !state.ending) land(deps, link, welcome, { parcel, sentMs, answer, end });
      })
      .catch((error: Error) => end({ reason: error.message, retryAfterMs: 0 }))
      .finally(() => {
        flights.delete(flight);
        bell.ring();
      });
    flights.add(flight);
  }

  for (let cursor = welcome.ackSeq; !state.ending; ) {
    const parcels = flights.size < link.window ? outbox.next(cursor) : [];
    const last = parcels.at(-1);
    if (!last) {
      await bell.wait();
      continue;
    }
    for (const parcel of parcels) send(parcel);
    cursor = last.seq;
    await deps.wait(budget(last.samples.length, deps.spool.lastSeq() > cursor), signal);
  }
  await Promise.all(flights);
  return state.ending;
}

function messageOf(deps: ShipperDeps, welcome: Welcome, parcel: Parcel): BatchMessage {
  return {
    epoch: welcome.epoch,
    ...parcel,
    sentAtMs: Math.round(deps.clock.nowMs()),
    wallMs: Math.round(deps.clock.wallMs()),
    droppedSamples: deps.spool.state().dropped,
    ...deps.enclose(),
  };
}

interface Landing {
  readonly parcel: Parcel;
  readonly sentMs: number;
  readonly answer: Extract<BatchAnswer, { ok: true }>;
  readonly end: (ending: Ending) => void;
}

function land(deps: ShipperDeps, link: Link, welcome: Welcome, { parcel, sentMs, answer, end }: Landing): void {
  deps.clock.align(answer.serverTimeMs, sentMs, deps.clock.monotonicMs());
  deps.spool.acknowledge(parcel.seq);
  deps.backoff.reset();
  if (answer.refused) deps.say({ kind: "refused", samples: answer.refused, reasons: answer.reasons ?? [] });
  // Nothing is pushed over HTTP: other checks are asked for by greeting anew.
  const stale = link.kind === "http" && answer.checksHash !== undefined && answer.checksHash !== welcome.checksHash;
  if (stale) end({ reason: "again", retryAfterMs: 0 });
}

function endingOf(answer: Exclude<BatchAnswer, { ok: true }>): Ending {
  if ("cut" in answer) return { reason: answer.cut, cut: answer.cut, retryAfterMs: answer.retryAfterMs };
  return { reason: "again", retryAfterMs: "retryAfterMs" in answer ? answer.retryAfterMs : 0 };
}

// Catching up must not press out what is live, here or at the console: a second's worth of samples, then a breath.
function createBudget({ clock, catchUpSamplesPerSecond }: ShipperDeps): (samples: number, behind: boolean) => number {
  let freeAtMs = 0;
  return (samples, behind) => {
    if (!behind) return 0;
    const now = clock.monotonicMs();
    freeAtMs = Math.max(now, freeAtMs) + (samples / catchUpSamplesPerSecond) * 1000;
    return Math.max(0, freeAtMs - now - 100);
  };
}
