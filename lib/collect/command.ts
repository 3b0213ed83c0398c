import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";

export interface CollectorCommand {
  readonly word: "run" | "enrol" | "version";
  readonly state: string;
  readonly config: string;
  readonly server?: string | undefined;
  readonly token?: string | undefined;
  readonly name?: string | undefined;
  readonly authority?: string | undefined;
  readonly authorityFile?: string | undefined;
  readonly spoolBytes: number;
  readonly selfUpgrade: boolean;
}

const USAGE = `nocturne-collector run    [--state DIR] [--spool-mb 512] [--self-upgrade]
nocturne-collector enrol  --server URL --token CODE [--name NAME] [--ca FILE] [--state DIR]
nocturne-collector version
The state folder (default /var/lib/nocturne-collector, or NOCTURNE_COLLECTOR_STATE) holds collector.json and the spool.`;

const USUAL_STATE = "/var/lib/nocturne-collector";

/** Reads the command line; throws the usage when it cannot be read. */
export function readCommand(
  words: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): CollectorCommand {
  const { values, positionals } = parsed(words);
  const word = wordOf(positionals[0]);
  const state = values.state ?? environment["NOCTURNE_COLLECTOR_STATE"] ?? USUAL_STATE;
  const token = values.token ?? environment["NOCTURNE_COLLECTOR_CODE"];
  if (word === "enrol" && (!values.server || !token)) throw new Error(USAGE);
  return {
    word,
    state,
    config: join(state, "collector.json"),
    server: values.server,
    token,
    name: values.name,
    authority: values.ca === undefined ? undefined : readFileSync(values.ca, "utf8"),
    authorityFile: values.ca === undefined ? undefined : resolve(values.ca),
    spoolBytes: spoolBytesOf(values["spool-mb"] ?? "512"),
    selfUpgrade: values["self-upgrade"] ?? false,
  };
}

function wordOf(word = "run"): CollectorCommand["word"] {
  if (word === "run" || word === "enrol" || word === "version") return word;
  throw new Error(USAGE);
}

function spoolBytesOf(megabytes: string): number {
  const bytes = Math.floor(Number(megabytes) * 1024 * 1024);
  if (!(bytes >= 1024 * 1024)) throw new Error("--spool-mb has to be a number of megabytes, 1 at least.");
  return bytes;
}

function parsed(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        state: { type: "string" },
        server: { type: "string" },
        token: { type: "string" },
        name: { type: "string" },
        ca: { type: "string" },
        "spool-mb": { type: "string" },
        "self-upgrade": { type: "boolean" },
      },
    });
  } catch (error) {
    throw new Error(`${(error as Error).message}\n${USAGE}`);
  }
}
