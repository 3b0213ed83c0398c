import { parseArgs } from "node:util";
import { COMMANDS } from "@/bin/nocturne/commands";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    name: { type: "string" },
    role: { type: "string" },
    days: { type: "string" },
    email: { type: "string" },
    organization: { type: "string" },
    collector: { type: "string" },
    url: { type: "string" },
  },
});

const name = positionals.slice(0, 2).join(" ");
const command = COMMANDS[name] ?? COMMANDS[positionals[0] ?? ""];
if (!command) {
  process.stderr.write(
    `nocturne knows these commands:\n${Object.values(COMMANDS)
      .map((known) => `  ${known.usage}\n`)
      .join("")}`,
  );
  process.exit(2);
}
try {
  const said = await command.run(values);
  if (said) process.stdout.write(`${said}\n`);
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exit(1);
}
process.exit(0);
