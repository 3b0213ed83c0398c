import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { ROOT } from "./sources.js";

const CHECKS = [
  { name: "format and lint", program: ["@biomejs/biome", "bin/biome"], options: ["check", "--error-on-warnings"] },
  { name: "types", program: ["typescript", "bin/tsc"], options: ["--noEmit", "--project", "."] },
  {
    name: "floors",
    program: ["dependency-cruiser", "bin/dependency-cruise.mjs"],
    options: ["--config", ".dependency-cruiser.js", "bin", "app", "components", "lib"],
    judge: cruisedSomething,
  },
  {
    name: "browser",
    program: ["dependency-cruiser", "bin/dependency-cruise.mjs"],
    options: ["--config", ".dependency-cruiser.browser.js", "app", "components", "lib"],
    judge: cruisedSomething,
  },
  { name: "dead code", program: ["knip", "bin/knip.js"], options: [] },
  // Without the tests, some exports are only theirs: here it is files and packages that nothing else needs.
  {
    name: "dead code of production",
    program: ["knip", "bin/knip.js"],
    options: ["--production", "--include", "files,dependencies"],
  },
];

/** Runs every check that needs no database, two at a time; answers which passed, with what the others said. */
export async function runChecks() {
  const waiting = [...CHECKS];
  const results = [];
  const worker = async () => {
    for (let check = waiting.shift(); check; check = waiting.shift()) results.push(await runCheck(check));
  };
  await Promise.all([worker(), worker()]);
  return results;
}

async function runCheck({ name, program: [packageName, file], options, judge }) {
  const folder = path.join(ROOT, "node_modules", packageName);
  const started = performance.now();
  const { code, said } = existsSync(folder)
    ? await run([path.join(folder, file), ...options])
    : { code: 1, said: `${packageName} is not installed` };
  const complaint = code === 0 ? judge?.(said) : said.trim();
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  process.stdout.write(`${complaint ? "✗" : "✓"} ${name} · ${seconds} s\n${complaint ? `${complaint}\n` : ""}`);
  return { name, passed: !complaint };
}

function run(options) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, options, { cwd: ROOT, env: { ...process.env, FORCE_COLOR: "0" } });
    let said = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (bytes) => {
        said += bytes;
      });
    }
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, said }));
  });
}

// With a TypeScript it does not know, dependency-cruiser cruises nothing and reports success.
function cruisedSomething(said) {
  const modules = Number(/\((\d+) modules/.exec(said)?.[1] ?? 0);
  return modules > 50 ? undefined : `only ${modules} modules were cruised:\n${said}`;
}
