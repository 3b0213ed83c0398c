/** A log record as a sender gave it, before it is made storable. */
export type LogRecord = {
  /** Nanoseconds since 1970 when it happened, else when it was observed; 0 when the sender said neither. */
  nanos: bigint;
  severity: number;
  body: string;
  attributes: readonly (readonly [string, string])[];
  resource: LogResource;
  traceId: Buffer | null;
  spanId: Buffer | null;
};

/** What a record is about: read once for all its records. `identity` is the same text for the same attributes in any order. */
export type LogResource = {
  service: string;
  host: string | null;
  attributes: readonly (readonly [string, string])[];
  identity: string;
};

/** The resource of these attributes; without `service.name` its service is "unknown". */
export function logResource(attributes: readonly (readonly [string, string])[]): LogResource {
  const find = (name: string) => attributes.find(([known]) => known === name)?.[1];
  const sorted = [...attributes].sort(([one], [other]) => (one < other ? -1 : 1));
  return {
    service: find("service.name") || "unknown",
    host: find("host.name") || null,
    attributes,
    identity: JSON.stringify(sorted),
  };
}
