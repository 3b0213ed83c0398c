import { type Signal, signalOf } from "@/lib/checks/evaluation/signal-map";
import type { Store } from "@/lib/telemetry/store/store";

type Columns = { ids: ArrayLike<number>; ms: ArrayLike<number>; values: ArrayLike<number> };

type Said = { durations: Map<string, number>; verdicts: { check: string; ms: number; value: number }[] };

/** What is heard, in the words of checks and hosts. */
export type Heard = {
  answer(slug: string, atMs: number, up: boolean, durationMs: number | null): void;
  reading(host: string, what: "cpu" | "memory" | "disk", mount: string, atMs: number, value: number): void;
};

// A sample of a series that is not known yet waits until the store has said what it is; more than this is not kept waiting.
const MOST_WAITING = 10_000;

/** Turns an organization's accepted samples into answers and readings; unknown series are looked up once, in the background. */
export class SignalListener {
  private readonly signals = new Map<number, Signal>();
  private waiting: { id: number; ms: number; value: number }[] = [];
  private looking: Promise<void> | undefined;

  constructor(
    private readonly store: Pick<Store, "describe">,
    private readonly org: string,
    private readonly heard: Heard,
  ) {}

  /** Takes the samples of one batch: durations before verdicts, so that an answer is judged with its own duration. */
  take({ ids, ms, values }: Columns): void {
    const said: Said = { durations: new Map(), verdicts: [] };
    for (let n = 0; n < ids.length; n++) this.hear(said, ids[n] as number, ms[n] as number, values[n] as number);
    for (const { check, ms: at, value } of said.verdicts) {
      const seconds = said.durations.get(`${check} ${at}`);
      this.heard.answer(check, at, value >= 0.5, seconds === undefined ? null : seconds * 1000);
    }
  }

  private hear(said: Said, id: number, ms: number, value: number): void {
    const signal = this.signals.get(id);
    if (signal === null || Number.isNaN(value)) return;
    if (signal === undefined) this.wait(id, ms, value);
    else if (signal.of === "host") this.heard.reading(signal.host, signal.what, signal.mount, ms, value);
    else if (signal.of === "duration") said.durations.set(`${signal.check} ${ms}`, value);
    else said.verdicts.push({ check: signal.check, ms, value });
  }

  /** Waits until every sample taken so far has been understood. */
  async settled(): Promise<void> {
    while (this.looking) await this.looking;
  }

  private wait(id: number, ms: number, value: number): void {
    if (this.waiting.length < MOST_WAITING) this.waiting.push({ id, ms, value });
    this.looking ??= this.lookUp().finally(() => {
      this.looking = undefined;
    });
  }

  private async lookUp(): Promise<void> {
    // Everything that one batch brings is looked up together.
    await Promise.resolve();
    while (this.waiting.length > 0) {
      const waiting = this.waiting;
      this.waiting = [];
      const wanted = [...new Set(waiting.map(({ id }) => id))];
      const found = new Map((await this.store.describe(this.org, wanted)).map((info) => [info.id, info]));
      for (const id of wanted) {
        const info = found.get(id);
        this.signals.set(id, info ? signalOf(info) : null);
      }
      this.take({
        ids: waiting.map(({ id }) => id),
        ms: waiting.map(({ ms }) => ms),
        values: waiting.map(({ value }) => value),
      });
    }
  }
}
