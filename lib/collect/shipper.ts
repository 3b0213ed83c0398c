import type { Backoff } from "@/lib/collect/backoff";
import type { AlignedClock } from "@/lib/collect/clock";
import type { Link } from "@/lib/collect/link";
import { createOutbox, type OutboxSources, type Parcel } from "@/lib/collect/outbox";
import type { Spool } from "@/lib/collect/spool/spool";
import type { BatchAnswer, BatchMessage, ChecksMessage, CutCode, Hello, Welcome } from "@/lib/probes/collector-wire";

export interface ShipperDeps {
  readonly spool: Spool;
  readonly clock: AlignedClock;
  readonly backoff: Backoff;
  readonly sources: OutboxSources;
  /** Opens a link, or rejects. */
  readonly open: () => Promise<Link>;
  readonly hello: () => Hello;
  /** Facts that go along with the next message: verdicts, proposals. */
  readonly enclose: () => Pick<BatchMessage, "verdicts" | "proposals">;
  readonly onWelcome: (welcome: Welcome) => void;
  readonly onChecks: (message: ChecksMessage) => void;
  readonly say: (event: ShipperEvent) => void;
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly catchUpSamplesPerSecond: number;
}

export type ShipperEvent =
  | { readonly kind: "connected"; readonly link: string; readonly behind: number }
  | { readonly kind: "away"; readonly reason: string; readonly retryInMs: number }
  | { readonly kind: "cut"; readonly code: CutCode; readonly retryInMs: number }
  | { readonly kind: "refused"; readonly samples: number; readonly reasons: readonly string[] };

export interface Shipper {
  /** Says that the spool has grown. */
  wake(): void;
  isConnected(): boolean;
  stop(): Promise<void>;
}

/** Why a connection ended, and how long the console asked to be left alone. */
interface Ending {
  readonly reason: string;
  readonly retryAfterMs: number;
  readonly cut?: CutCode;
}

/** Brings the spool to the console in order, for as long as the process lives: connect, greet, send, on any trouble begin again where the last acknowledgement was. */
export function startShipper(deps: ShipperDeps): Shipper {
  const stopping = new AbortController();
  let connected = false;
  let wakeUp: () => void = () => undefined;

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      const ending = await connection();
      connected = false;
      deps.spool.setAway(true);
      if (stopping.signal.aborted) return;
      const retryInMs = deps.backoff.next(ending.retryAfterMs);
      if (ending.cut) deps.say({ kind: "cut", code: ending.cut, retryInMs });
      else deps.say({ kind: "away", reason: ending.reason, retryInMs });
      await deps.wait(retryInMs, stopping.signal);
    }
  }

  async function connection(): Promise<Ending> {
    let link: Link;
    try {
      link = await deps.open();
    } catch (error) {
      return { reason: (error as Error).message, retryAfterMs: 0 };
    }
    const abort = () => link.close();
    stopping.signal.addEventListener("abort", abort);
    link.onChecks(deps.onChecks);
    try {
      for (;;) {
        const greeted = await greet(link);
        if ("reason" in greeted) return greeted;
        const ending = await pump(link, greeted);
        // Told to wait or to repeat: the same connection greets anew, from the last acknowledgement.
        if (ending.reason !== "again") return ending;
        await deps.wait(ending.retryAfterMs, stopping.signal);
      }
    } catch (error) {
      return { reason: (error as Error).message, retryAfterMs: 0 };
    } finally {
      stopping.signal.removeEventListener("abort", abort);
      link.close();
    }
  }

  async function greet(link: Link): Promise<Welcome | Ending> {
    const sent = deps.clock.monotonicMs();
    const answer = await link.hello(deps.hello());
    if ("cut" in answer) return { reason: answer.cut, cut: answer.cut, retryAfterMs: answer.retryAfterMs };
    if (!("ok" in answer)) return { reason: "the console is busy", retryAfterMs: answer.retryAfterMs };
    deps.clock.align(answer.serverTimeMs, sent, deps.clock.monotonicMs());
    deps.spool.remember({ epoch: answer.epoch, skewMs: deps.clock.skewMs() });
    deps.spool.acknowledge(answer.ackSeq);
    deps.spool.setAway(false);
    connected = true;
    deps.onWelcome(answer);
    deps.say({ kind: "connected", link: link.kind, behind: Math.max(0, deps.spool.lastSeq() - answer.ackSeq) });
    return answer;
  }

  async function pump(link: Link, welcome: Welcome): Promise<Ending> {
    const outbox = createOutbox(deps.sources, link.forgetful);
    const flights = new Set<Promise<void>>();
    const budget = createBudget(deps);
    let cursor = welcome.ackSeq;
    let ending: Ending | undefined;
    void link.gone.then((reason) => {
      ending ??= { reason, retryAfterMs: 0 };
      wakeUp();
    });

    function land(parcel: Parcel, sentMs: number, answer: BatchAnswer): void {
      if ("ok" in answer) {
        // Acknowledgements come in the order of sending; after a refusal nothing later counts.
        if (ending) return;
        deps.clock.align(answer.serverTimeMs, sentMs, deps.clock.monotonicMs());
        deps.spool.acknowledge(parcel.seq);
        deps.backoff.reset();
        if (answer.refused) deps.say({ kind: "refused", samples: answer.refused, reasons: answer.reasons ?? [] });
        if (answer.checksHash !== undefined && answer.checksHash !== welcome.checksHash && link.kind === "http") {
          ending = { reason: "again", retryAfterMs: 0 };
        }
      } else if ("cut" in answer) ending ??= { reason: answer.cut, cut: answer.cut, retryAfterMs: answer.retryAfterMs };
      else ending ??= { reason: "again", retryAfterMs: "retryAfterMs" in answer ? answer.retryAfterMs : 0 };
    }

    function send(parcel: Parcel): void {
      const sentMs = deps.clock.monotonicMs();
      const batch: BatchMessage = {
        epoch: welcome.epoch,
        ...parcel,
        sentAtMs: Math.round(deps.clock.nowMs()),
        wallMs: Math.round(deps.clock.wallMs()),
        droppedSamples: deps.spool.state().dropped,
        ...deps.enclose(),
      };
      const flight = link
        .batch(batch)
        .then((answer) => land(parcel, sentMs, answer))
        .catch((error: Error) => {
          ending ??= { reason: error.message, retryAfterMs: 0 };
        })
        .finally(() => {
          flights.delete(flight);
          wakeUp();
        });
      flights.add(flight);
    }

    while (!ending) {
      const free = flights.size < link.window;
      const parcels = free ? outbox.next(cursor) : [];
      const last = parcels.at(-1);
      if (!last) {
        await new Promise<void>((resolve) => {
          wakeUp = resolve;
        });
        continue;
      }
      for (const parcel of parcels) send(parcel);
      cursor = last.seq;
      await deps.wait(budget(last.samples.length, deps.spool.lastSeq() > cursor), stopping.signal);
    }
    await Promise.all(flights);
    return ending;
  }

  const running = run();
  return {
    wake: () => wakeUp(),
    isConnected: () => connected,
    async stop() {
      stopping.abort();
      wakeUp();
      await running;
    },
  };
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
