import { fileURLToPath } from "node:url";
import { readCommand } from "@/lib/collect/command";
import { writeConfig } from "@/lib/collect/config-file";
import { enrol } from "@/lib/collect/enrol";
import { runCollector } from "@/lib/collect/run-collector";
import { VERSION } from "@/lib/collect/version";

function say(words: string): void {
  process.stdout.write(`nocturne-collector: ${words}\n`);
}

function fail(error: unknown): never {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}

async function main(): Promise<void> {
  const command = readCommand(process.argv.slice(2), process.env);
  if (command.word === "version") {
    process.stdout.write(`${VERSION}\n`);
    return;
  }
  if (command.word === "enrol") {
    const { server = "", token = "", name, authority, authorityFile } = command;
    const config = await enrol({ server, token, name, authority, version: VERSION });
    writeConfig(command.config, { ...config, authorityFile });
    say(`enrolled as ${config.host} at ${config.server}`);
    return;
  }
  const file = fileURLToPath(import.meta.url);
  const collector = runCollector(command, { version: VERSION, file, say, end: (code) => stop(code) });

  let stopping = false;
  function stop(code: number): void {
    if (stopping) process.exit(code);
    stopping = true;
    setTimeout(() => process.exit(code), 3_000).unref();
    collector.stop().then(() => process.exit(code), fail);
  }
  process.on("SIGTERM", () => stop(0));
  process.on("SIGINT", () => stop(0));
}

main().catch(fail);
