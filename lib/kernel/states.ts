/** From best to worst as a wall shows them; `maintenance` and `unknown` claim nothing about health. */
export const HEALTH_STATES = ["healthy", "maintenance", "unknown", "degraded", "down"] as const;
export type HealthState = (typeof HEALTH_STATES)[number];
