export type Link = "connecting" | "live" | "lost" | "signed-out";
export type LiveState = { readonly link: Link; readonly paused: boolean; readonly lostAtMs: number | null };

/** A value outside React that components may subscribe to. */
export class Cell<T> {
  private readonly listeners = new Set<() => void>();
  constructor(private value: T) {}

  readonly read = (): T => this.value;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  write(next: T): void {
    if (Object.is(next, this.value)) return;
    this.value = next;
    for (const listener of this.listeners) listener();
  }
}
