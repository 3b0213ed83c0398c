import type { CheckKind } from "@/lib/checks/check-config";

export type ConfigField = {
  name: string;
  /** `lines` is a list, one entry a line; `headers` is `Name: value`, one a line. */
  as: "text" | "number" | "area" | "choice" | "tick" | "lines" | "headers" | "password";
  choices?: readonly string[];
  required?: true;
  /** Shown only when asked for. */
  further?: true;
  example?: string;
};

const authority: ConfigField = { name: "authority", as: "area", further: true, example: "-----BEGIN CERTIFICATE-----" };
const insecure: ConfigField = { name: "insecure", as: "tick", further: true };
const host: ConfigField = { name: "host", as: "text", required: true, example: "db.internal" };
const port = (usual: string): ConfigField => ({ name: "port", as: "number", example: usual });
const headers: ConfigField = { name: "headers", as: "headers", further: true, example: "Authorization: Bearer …" };
const account: ConfigField[] = [
  { name: "password", as: "password" },
  { name: "secret", as: "text", further: true, example: "DB_PASSWORD" },
];

/** The fields of each kind's configuration, in the order a person thinks of them. */
export const CONFIG_FIELDS: Record<CheckKind, readonly ConfigField[]> = {
  http: [
    { name: "url", as: "text", required: true, example: "https://api.example.com/health" },
    { name: "method", as: "choice", choices: ["GET", "HEAD", "POST"] },
    { name: "expectStatus", as: "text", example: "2xx" },
    { name: "contains", as: "text" },
    { name: "excludes", as: "text", further: true },
    { name: "pattern", as: "text", further: true, example: '*"status":"ok"*' },
    headers,
    { name: "body", as: "area", further: true },
    { name: "redirects", as: "number", further: true, example: "3" },
    { name: "maxBytes", as: "number", further: true, example: "1048576" },
    insecure,
    authority,
  ],
  tcp: [
    host,
    { ...port(""), required: true },
    { name: "send", as: "text", further: true },
    { name: "expect", as: "text", further: true },
  ],
  dns: [
    { name: "name", as: "text", required: true, example: "www.example.com" },
    { name: "type", as: "choice", choices: ["A", "AAAA", "CNAME", "MX", "NS", "TXT"], required: true },
    { name: "server", as: "text", example: "9.9.9.9" },
    { name: "expect", as: "lines", further: true },
  ],
  tls: [
    { ...host, example: "www.example.com" },
    port("443"),
    { name: "minDays", as: "number", example: "14" },
    { name: "serverName", as: "text", further: true },
    authority,
  ],
  postgres: [
    host,
    port("5432"),
    { name: "database", as: "text", required: true },
    { name: "user", as: "text", required: true },
    ...account,
    { name: "ssl", as: "choice", choices: ["off", "require", "verify"] },
    { name: "statements", as: "number", further: true, example: "10" },
    authority,
  ],
  redis: [
    { ...host, example: "cache.internal" },
    port("6379"),
    { name: "user", as: "text", further: true },
    ...account,
    { name: "tls", as: "tick" },
  ],
  prometheus: [
    { name: "url", as: "text", required: true, example: "http://10.0.0.5:9100/metrics" },
    { name: "prefixes", as: "lines", example: "node_" },
    { name: "maxSamples", as: "number", further: true, example: "5000" },
    headers,
    insecure,
    authority,
  ],
};

const SEALED = ["password", "headers"];

/** Whether a field's value is sealed once saved, so that a form never gets it back. */
export function isSealed(field: ConfigField): boolean {
  return SEALED.includes(field.name);
}
