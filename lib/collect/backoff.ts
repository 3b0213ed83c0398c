export interface BackoffOptions {
  readonly firstMs: number;
  readonly mostMs: number;
  readonly random: () => number;
}

/** Waits that double up to a bound and are spread at random, so that a thousand collectors do not come back in one instant. */
export interface Backoff {
  /** The next wait; a `retryAfterMs` that the console asked for is kept and spread upwards by half of itself. */
  next(retryAfterMs?: number): number;
  reset(): void;
}

/** A backoff whose n-th wait lies between half and all of `firstMs` · 2ⁿ, at most `mostMs`. */
export function createBackoff({ firstMs, mostMs, random }: BackoffOptions): Backoff {
  let failures = 0;
  return {
    next(retryAfterMs = 0) {
      const whole = Math.min(mostMs, firstMs * 2 ** Math.min(failures, 30));
      failures++;
      const own = whole * (0.5 + random() / 2);
      const asked = retryAfterMs * (1 + random() / 2);
      return Math.round(Math.max(own, asked));
    },
    reset() {
      failures = 0;
    },
  };
}
