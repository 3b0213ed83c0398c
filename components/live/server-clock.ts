/** The server's time, learnt from its answers: ages are told by it, because a browser's own clock may be anything. */
export class ServerClock {
  private offsetMs = 0;
  private known = false;
  private readonly listeners = new Set<() => void>();
  private timer: ReturnType<typeof setInterval> | undefined;

  /** Half of the round trip is the best guess of how old the answer is. */
  learn(serverMs: number, roundTripMs = 0): void {
    this.offsetMs = serverMs + roundTripMs / 2 - Date.now();
    this.known = true;
    this.tell();
  }

  get learnt(): boolean {
    return this.known;
  }

  now(): number {
    return Date.now() + this.offsetMs;
  }

  /** Calls back each second for as long as somebody listens. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    this.timer ??= setInterval(() => this.tell(), 1_000);
    return () => {
      this.listeners.delete(listener);
      if (this.listeners.size > 0) return;
      clearInterval(this.timer);
      this.timer = undefined;
    };
  };

  /** Whole seconds, so that a reading is stable between two ticks. */
  readonly second = (): number => Math.floor(this.now() / 1_000);

  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}
