/** Where the bench's own servers listen, on loopback only. */
export const PORTS = {
  console: 4430,
  prometheus: 4421,
  victoriaMetrics: 4422,
  blackbox: 4423,
  checkedByUs: 4424,
  checkedByPeer: 4425,
  netdata: 4426,
  bareWs: 4427,
} as const;
