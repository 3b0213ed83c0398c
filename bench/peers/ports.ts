/** Where the bench's own servers listen, on loopback only. */
export const PORTS = {
  console: 4430,
  prometheus: 4421,
  victoriaMetrics: 4422,
  blackbox: 4423,
  nginx: 4424,
  netdata: 4425,
  bareWs: 4426,
} as const;
