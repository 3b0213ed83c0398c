import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Collector, startCollector } from "@/lib/collect/collector";
import type { CollectorCommand } from "@/lib/collect/command";
import { readConfig } from "@/lib/collect/config-file";
import { createDiscovery } from "@/lib/collect/discover";
import { lockState } from "@/lib/collect/lock-state";
import { createLinkOpener } from "@/lib/collect/open-link";
import type { ShipperEvent } from "@/lib/collect/shipper";
import { ownHash, replaceBundle } from "@/lib/collect/upgrade";
import { runProbe } from "@/lib/probes/run-probe";

/** What ends a collector from inside: its own file was replaced, and whoever started it starts the new one. */
const UPGRADED = 75;

export interface RunOptions {
  readonly version: string;
  /** The file that runs. */
  readonly file: string;
  readonly say: (words: string) => void;
  readonly end: (code: number) => void;
}

/** Starts the collector of a state folder; throws one sentence when it cannot. */
export function runCollector(command: CollectorCommand, { version, file, say, end }: RunOptions): Collector {
  const config = readConfig(command.config);
  if (!config)
    throw new Error(
      `This machine is not enrolled: ${command.config} does not exist. Run "enrol" with a code from the console.`,
    );
  const unlock = lockState(command.state);
  const bundleHash = ownHash(file);
  const authority = config.authorityFile === undefined ? undefined : readFileSync(config.authorityFile, "utf8");
  const { server, token } = config;
  const collector = startCollector({
    hostName: config.host,
    stateDirectory: join(command.state, "spool"),
    spoolLimitBytes: command.spoolBytes,
    version,
    bundleHash,
    open: createLinkOpener({ server, token, authority, answerWithinMs: 15_000 }),
    runCheck: (check, signal) =>
      runProbe(check.input, { signal, secret: (name) => config.secrets?.[name] }, check.timeoutMs ?? 10_000),
    discover: createDiscovery(),
    onWelcome(welcome) {
      if (welcome.bundleHash === null || bundleHash === "" || welcome.bundleHash === bundleHash) return;
      if (!command.selfUpgrade) {
        say(
          "the console has another version of this collector; start with --self-upgrade, or run the install script again",
        );
        return;
      }
      replaceBundle(file, server, welcome.bundleHash).then(
        (changed) => changed && end(UPGRADED),
        (error: Error) => say(`the new version could not be fetched: ${error.message}`),
      );
    },
    say: (event) => say(sentence(event)),
  });
  return {
    isConnected: collector.isConnected,
    async stop() {
      await collector.stop();
      unlock();
    },
  };
}

function sentence(event: ShipperEvent): string {
  switch (event.kind) {
    case "connected":
      return `connected over ${event.link}, ${event.behind} records behind`;
    case "away":
      return `the console is away (${event.reason}); next try in ${event.retryInMs} ms`;
    case "cut":
      return `the console refuses this collector (${event.code}); next try in ${Math.round(event.retryInMs / 1000)} s`;
    case "refused":
      return `the console refused ${event.samples} samples: ${event.reasons.join("; ")}`;
    default:
      return "";
  }
}
