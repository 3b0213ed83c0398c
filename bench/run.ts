import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { checks } from "@/bench/checks";
import { collector } from "@/bench/collector";
import { fanOut } from "@/bench/fan-out";
import { ingest } from "@/bench/ingest";
import type { Claim } from "@/bench/measure/claim";
import { overview } from "@/bench/overview";
import { read } from "@/bench/read";
import { commit, machine } from "@/bench/report/machine";
import { type Measured, renderReport } from "@/bench/report/render";
import { select } from "@/bench/select";

const CLAIMS: Readonly<Record<string, Claim>> = {
  ingest,
  read,
  "fan-out": fanOut,
  checks,
  collector,
  overview,
  select,
};

const { values } = parseArgs({
  options: {
    only: { type: "string", multiple: true, default: [] },
    rounds: { type: "string", default: "5" },
    quick: { type: "boolean", default: false },
  },
});

const names = Object.keys(CLAIMS);
const only = values.only.flatMap((list) => list.split(","));
const unknown = only.filter((name) => !names.includes(name));
if (unknown.length > 0) {
  process.stderr.write(`There is no claim ${unknown.join(", ")}; there are ${names.join(", ")}.\n`);
  process.exit(2);
}
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(130));

const docs = path.join(import.meta.dirname, "../docs");
const kept = path.join(docs, "benchmarks.json");

// Whoever runs one claim again keeps what is known of the others, each with its own date.
const known: Measured[] = existsSync(kept) ? JSON.parse(readFileSync(kept, "utf8")) : [];
const measured = new Map(known.map((claim) => [claim.claim, claim]));
let failures = 0;

for (const name of only.length > 0 ? only : names) {
  const say = (words: string) => process.stderr.write(`${name}: ${words}\n`);
  say("starting");
  const stamp = {
    claim: name,
    at: new Date().toISOString().slice(0, 16).replace("T", " "),
    commit: commit(),
    machine: machine(),
  };
  try {
    const rows = await (CLAIMS[name] as Claim)({
      rounds: Number(values.rounds),
      quick: values.quick,
      say,
    });
    measured.set(name, { ...stamp, rows });
    process.stdout.write(`${renderReport([{ ...stamp, rows }])}\n`);
  } catch (error) {
    failures += 1;
    say(`failed: ${(error as Error).stack}`);
    measured.set(name, { ...stamp, rows: [], failed: (error as Error).message.split("\n")[0] ?? "" });
  }
}

const inOrder = names.flatMap((name) => measured.get(name) ?? []);
if (values.quick) process.stderr.write("Quick figures are not written down.\n");
else {
  mkdirSync(docs, { recursive: true });
  writeFileSync(kept, `${JSON.stringify(inOrder, null, 1)}\n`);
  writeFileSync(path.join(docs, "benchmarks.md"), renderReport(inOrder));
}
process.exit(failures > 0 ? 1 : 0);
