import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** What a collector has to know to start: the console, its own token, the name of this host; and secrets that never leave it. */
export interface CollectorConfig {
  readonly server: string;
  readonly token: string;
  readonly collector: string;
  readonly host: string;
  /** Path of a PEM file: the authority of the console's own certificate. */
  readonly authorityFile?: string | undefined;
  readonly secrets?: Readonly<Record<string, string>> | undefined;
}

/** Reads the configuration; undefined when there is none, an error in words when it cannot be used. */
export function readConfig(path: string): CollectorConfig | undefined {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw new Error(`${path} cannot be read: ${(error as Error).message}`);
  }
  const config = parse(path, text);
  for (const name of ["server", "token", "collector", "host"] as const) {
    if (typeof config[name] !== "string" || config[name] === "")
      throw new Error(`${path} has no "${name}"; enrol again`);
  }
  return config as CollectorConfig;
}

function parse(path: string, text: string): Partial<CollectorConfig> {
  try {
    return JSON.parse(text) as Partial<CollectorConfig>;
  } catch {
    throw new Error(`${path} is not JSON; enrol again`);
  }
}

/** Writes the configuration so that only its owner can read it, whole or not at all. */
export function writeConfig(path: string, config: CollectorConfig): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  writeFileSync(`${path}.tmp`, `${JSON.stringify(config, null, 2)}\n`, { mode: 0o600 });
  chmodSync(`${path}.tmp`, 0o600);
  renameSync(`${path}.tmp`, path);
}
