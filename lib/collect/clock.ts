/** The two clocks of this machine; tests hand in their own. */
export interface MachineClocks {
  /** What the machine believes the time is, milliseconds since 1970. */
  wallMs(): number;
  /** Never steps; milliseconds from an arbitrary start. */
  monotonicMs(): number;
}

/** The clocks that the operating system offers. */
export const machineClocks: MachineClocks = {
  wallMs: () => Date.now(),
  monotonicMs: () => performance.now(),
};

/** The console's time, carried on by the monotonic clock; the machine's own clock decides nothing once the console was heard. */
export interface AlignedClock {
  nowMs(): number;
  monotonicMs(): number;
  wallMs(): number;
  /** False until the console was first heard: stamps are then a guess that `correctionMs` mends. */
  isAligned(): boolean;
  /** What to add to stamps that this process took before it was aligned; 0 until then. */
  correctionMs(): number;
  /** The machine's clock minus the console's. */
  skewMs(): number;
  /** Learns the console's time from an answer that said `serverTimeMs` between the two monotonic instants. */
  align(serverTimeMs: number, sentMs: number, receivedMs: number): void;
}

// Below this, a difference is the network's and not a clock's.
const NOISE_MS = 50;

/** A clock that starts from the machine's own time less the skew that was last known, and follows the console from the first `align`. */
export function createAlignedClock(clocks: MachineClocks, knownSkewMs = 0): AlignedClock {
  let offset = clocks.wallMs() - knownSkewMs - clocks.monotonicMs();
  let aligned = false;
  let correction = 0;
  const nowMs = () => clocks.monotonicMs() + offset;
  return {
    nowMs,
    monotonicMs: () => clocks.monotonicMs(),
    wallMs: () => clocks.wallMs(),
    isAligned: () => aligned,
    correctionMs: () => correction,
    skewMs: () => Math.round(clocks.wallMs() - nowMs()),
    align(serverTimeMs, sentMs, receivedMs) {
      const measured = serverTimeMs - (sentMs + receivedMs) / 2;
      const uncertain = Math.max(NOISE_MS, (receivedMs - sentMs) / 2);
      if (!aligned) correction = Math.round(measured - offset);
      if (!aligned || Math.abs(measured - offset) > uncertain) offset = measured;
      aligned = true;
    },
  };
}
