import { z } from "zod";

export const CHECK_KINDS = ["http", "tcp", "dns", "tls", "postgres", "redis", "prometheus"] as const;
export type CheckKind = (typeof CHECK_KINDS)[number];

const webUrl = z.url({ protocol: /^https?$/ }).max(2_000);
const hostname = z
  .string()
  .min(1)
  .max(253)
  .regex(/^[A-Za-z0-9_.:[\]-]+$/);
const port = z.number().int().min(1).max(65_535);
const text = z.string().max(10_000);
const pem = z.string().max(100_000);
const headerName = z
  .string()
  .max(100)
  .regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/);
const headers = z.record(
  headerName,
  z
    .string()
    .max(4_000)
    .regex(/^[^\r\n\0]*$/),
);

/** What each kind asks, as lib/probes reads it (HttpInput, TcpInput, ...), without its kind. */
export const CONFIG_SCHEMAS = {
  http: z.strictObject({
    url: webUrl,
    method: z.enum(["GET", "HEAD", "POST"]).optional(),
    headers: headers.optional(),
    body: text.optional(),
    expectStatus: z
      .string()
      .max(100)
      .regex(/^[0-9x,\- ]+$/)
      .optional(),
    contains: text.optional(),
    excludes: text.optional(),
    pattern: z.string().max(1_000).optional(),
    redirects: z.number().int().min(0).max(3).optional(),
    insecure: z.boolean().optional(),
    authority: pem.optional(),
    maxBytes: z
      .number()
      .int()
      .min(1)
      .max(8 * 1024 * 1024)
      .optional(),
  }),
  tcp: z.strictObject({ host: hostname, port, send: text.optional(), expect: text.optional() }),
  dns: z.strictObject({
    name: hostname,
    type: z.enum(["A", "AAAA", "CNAME", "MX", "NS", "TXT"]).default("A"),
    server: z.string().max(100).optional(),
    expect: z.array(z.string().max(500)).max(20).optional(),
  }),
  tls: z.strictObject({
    host: hostname,
    port: port.default(443),
    serverName: hostname.optional(),
    authority: pem.optional(),
    minDays: z.number().int().min(0).max(3_650).optional(),
  }),
  postgres: z.strictObject({
    host: hostname,
    port: port.optional(),
    database: z.string().min(1).max(63),
    user: z.string().min(1).max(63),
    password: z.string().max(1_000).optional(),
    secret: z.string().max(100).optional(),
    ssl: z.enum(["off", "require", "verify"]).optional(),
    authority: pem.optional(),
    statements: z.number().int().min(0).max(50).optional(),
  }),
  redis: z.strictObject({
    host: hostname,
    port: port.optional(),
    user: z.string().max(200).optional(),
    password: z.string().max(1_000).optional(),
    secret: z.string().max(100).optional(),
    tls: z.boolean().optional(),
  }),
  prometheus: z.strictObject({
    url: webUrl,
    headers: headers.optional(),
    prefixes: z.array(z.string().max(200)).max(50).optional(),
    maxSamples: z.number().int().min(1).max(20_000).optional(),
    insecure: z.boolean().optional(),
    authority: pem.optional(),
  }),
} as const satisfies Record<CheckKind, z.ZodType>;

export type CheckConfig = Record<string, unknown>;

/** The fields of a configuration that are sealed and never shown again. */
export const SECRET_FIELDS = ["password", "headers"] as const;

/** A configuration apart: what may be shown and what is sealed. */
export function splitSecrets(config: CheckConfig): { open: CheckConfig; secret: CheckConfig } {
  const isSecret = (name: string) => (SECRET_FIELDS as readonly string[]).includes(name);
  const entries = Object.entries(config);
  return {
    open: Object.fromEntries(entries.filter(([name]) => !isSecret(name))),
    secret: Object.fromEntries(entries.filter(([name, value]) => isSecret(name) && value !== undefined)),
  };
}

/** What a check asks, in one line for people: a URL, a host with its port, a name. */
export function asksOf(kind: string, config: CheckConfig): string {
  if (kind === "http" || kind === "prometheus") return String(config["url"] ?? "");
  if (kind === "dns") return `${String(config["name"] ?? "")} ${String(config["type"] ?? "")}`.trim();
  const at = config["port"] === undefined ? "" : `:${String(config["port"])}`;
  const database = kind === "postgres" ? `/${String(config["database"] ?? "")}` : "";
  return `${String(config["host"] ?? "")}${at}${database}`;
}
