export const HOUR_MS = 3_600_000;

/** The start of the hour in which an instant lies. */
export const hourOf = (ms: number): number => Math.floor(ms / HOUR_MS) * HOUR_MS;
