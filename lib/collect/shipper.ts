import type { Backoff } from "@/lib/collect/backoff";
import type { AlignedClock } from "@/lib/collect/clock";
import { type Link, LinkFailure } from "@/lib/collect/link";
import type { OutboxSources } from "@/lib/collect/outbox";
import { createBell, type Ending, pump } from "@/lib/collect/pump";
import type { Spool } from "@/lib/collect/spool/spool";
import type { BatchMessage, ChecksMessage, CutCode, Hello, Welcome } from "@/lib/probes/collector-wire";

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

/** Brings the spool to the console in order, for as long as the process lives: connect, greet, send; on any trouble begin again where the last acknowledgement was. */
export function startShipper(deps: ShipperDeps): Shipper {
  const stopping = new AbortController();
  const bell = createBell();
  let connected = false;

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      const ending = await connection();
      connected = false;
      deps.spool.setAway(true);
      if (stopping.signal.aborted) return;
      const retryInMs = deps.backoff.next(ending.retryAfterMs);
      deps.say(
        ending.cut ? { kind: "cut", code: ending.cut, retryInMs } : { kind: "away", reason: ending.reason, retryInMs },
      );
      await deps.wait(retryInMs, stopping.signal);
    }
  }

  async function connection(): Promise<Ending> {
    let link: Link | undefined;
    const close = () => link?.close();
    stopping.signal.addEventListener("abort", close);
    try {
      link = await deps.open();
      link.onChecks(deps.onChecks);
      return await converse(link);
    } catch (error) {
      const code = error instanceof LinkFailure ? error.cut : undefined;
      return { reason: (error as Error).message, retryAfterMs: code ? CUT_MS : 0, ...(code ? { cut: code } : {}) };
    } finally {
      stopping.signal.removeEventListener("abort", close);
      close();
    }
  }

  async function converse(link: Link): Promise<Ending> {
    for (;;) {
      const greeted = await greet(link);
      if ("reason" in greeted) return greeted;
      const ending = await pump(deps, link, greeted, bell, stopping.signal);
      // Told to wait or to repeat: the same connection greets anew, from the last acknowledgement.
      if (ending.reason !== "again" || stopping.signal.aborted) return ending;
      await deps.wait(ending.retryAfterMs, stopping.signal);
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

  const running = run();
  return {
    wake: bell.ring,
    isConnected: () => connected,
    async stop() {
      stopping.abort();
      bell.ring();
      await running;
    },
  };
}

// A refused token is not tried again at once: somebody has to do something first.
const CUT_MS = 60_000;
