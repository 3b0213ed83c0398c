/** Fetches a URL and judges status and body. */
export interface HttpInput {
  readonly kind: "http";
  readonly url: string;
  readonly method?: "GET" | "HEAD" | "POST" | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: string | undefined;
  /** Codes, classes and spans by commas: `200,204`, `2xx`, `200-399`; 2xx when absent. */
  readonly expectStatus?: string | undefined;
  readonly contains?: string | undefined;
  readonly excludes?: string | undefined;
  /** `*` stands for any run of characters and `?` for one; found anywhere in the body. */
  readonly pattern?: string | undefined;
  /** At most 3; 3 when absent. */
  readonly redirects?: number | undefined;
  /** Accepts a certificate that does not verify. */
  readonly insecure?: boolean | undefined;
  /** PEM of an own authority. */
  readonly authority?: string | undefined;
  /** Bytes of body that are read; 1 MiB when absent, 8 MiB at most. */
  readonly maxBytes?: number | undefined;
}

/** Connects, optionally says something and expects an answer. */
export interface TcpInput {
  readonly kind: "tcp";
  readonly host: string;
  readonly port: number;
  readonly send?: string | undefined;
  readonly expect?: string | undefined;
}

/** Asks a name server and judges the answer. */
export interface DnsInput {
  readonly kind: "dns";
  readonly name: string;
  readonly type: "A" | "AAAA" | "CNAME" | "MX" | "NS" | "TXT";
  /** Address of a name server, `ip` or `ip:port`; the system's when absent. */
  readonly server?: string | undefined;
  /** Each of these has to be among the answers. */
  readonly expect?: readonly string[] | undefined;
}

/** Reads a server's certificate chain and counts the days left. */
export interface TlsInput {
  readonly kind: "tls";
  readonly host: string;
  readonly port: number;
  /** The name the certificate has to carry; the host when absent. */
  readonly serverName?: string | undefined;
  readonly authority?: string | undefined;
  /** Fails when fewer days are left; 0 when absent. */
  readonly minDays?: number | undefined;
}

/** Measures a PostgreSQL server by its own statistics. */
export interface PostgresInput {
  readonly kind: "postgres";
  readonly host: string;
  readonly port?: number | undefined;
  readonly database: string;
  readonly user: string;
  readonly password?: string | undefined;
  /** Name of a secret in the collector's own configuration, in place of `password`. */
  readonly secret?: string | undefined;
  readonly ssl?: "off" | "require" | "verify" | undefined;
  readonly authority?: string | undefined;
  /** Slowest statements that are reported; 10 when absent, 50 at most, 0 turns them off. */
  readonly statements?: number | undefined;
}

/** Measures a Redis server by INFO. */
export interface RedisInput {
  readonly kind: "redis";
  readonly host: string;
  readonly port?: number | undefined;
  readonly user?: string | undefined;
  readonly password?: string | undefined;
  readonly secret?: string | undefined;
  readonly tls?: boolean | undefined;
}

/** Scrapes an exporter in the Prometheus text format. */
export interface PrometheusInput {
  readonly kind: "prometheus";
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Samples with these name prefixes only; all when absent. */
  readonly prefixes?: readonly string[] | undefined;
  /** 5,000 when absent, 20,000 at most. */
  readonly maxSamples?: number | undefined;
  readonly insecure?: boolean | undefined;
  readonly authority?: string | undefined;
}

/** What a check asks, told apart by `kind`. */
export type CheckInput = HttpInput | TcpInput | DnsInput | TlsInput | PostgresInput | RedisInput | PrometheusInput;

/** A check as the console hands it to whoever runs it: `labels` are put on every sample of the check. */
export interface AssignedCheck {
  readonly id: string;
  readonly intervalSeconds: number;
  readonly timeoutMs?: number | undefined;
  /** When "check now" was last pressed: another value makes the check run at once. */
  readonly askedAtMs?: number | undefined;
  readonly labels: Readonly<Record<string, string>>;
  readonly input: CheckInput;
}
