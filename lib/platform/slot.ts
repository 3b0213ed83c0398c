/** A typed place on globalThis that the process fills once and every bundle inside it reads. */
export type Slot<T> = { provide(value: T): void; take(): T; peek(): T | undefined };

/** The slot of that name; `take` throws when the process did not provide it. */
export function slot<T>(name: string): Slot<T> {
  const key = Symbol.for(`nocturne.${name}`);
  const places = globalThis as unknown as Record<symbol, T | undefined>;
  return {
    provide(value) {
      places[key] = value;
    },
    peek: () => places[key],
    take() {
      const value = places[key];
      if (value === undefined) throw new Error(`This process provides no ${name}`);
      return value;
    },
  };
}
