import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { runChecks } from "./launch/checks.js";
import { buildProduct, generateClient, installDependencies } from "./launch/prepared.js";
import { step } from "./launch/progress.js";
import { ROOT } from "./launch/sources.js";

// Everything that must hold, from one command: set-up, checks, rules, verbs on a real database, and the built product in a browser.
const REPORTS = path.join(ROOT, "test-results");
const tally = { passed: 0, failed: 0, skipped: 0 };

function count({ passed = 0, failed = 0, skipped = 0 }) {
  tally.passed += passed;
  tally.failed += failed;
  tally.skipped += skipped;
}

function title(words) {
  process.stdout.write(`\n── ${words}\n`);
}

function run(options) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, options, {
      cwd: ROOT,
      stdio: ["ignore", "inherit", "inherit"],
      env: { ...process.env, NEXT_TELEMETRY_DISABLED: "1" },
    });
    child.once("error", reject);
    child.once("close", (code) => resolve(code ?? 1));
  });
}

function readReport(name) {
  const file = path.join(REPORTS, name);
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
}

// A runner that ended badly without saying that a test failed counts as one failure: a crash is never green.
function settle(code, counted) {
  count(code !== 0 && !counted.failed ? { ...counted, failed: 1 } : counted);
}

async function runVitest(project) {
  const report = `vitest-${project}.json`;
  const options = ["run", "--project", project, "--reporter=default", "--reporter=json"];
  const code = await run(["node_modules/vitest/vitest.mjs", ...options, `--outputFile.json=test-results/${report}`]);
  const said = readReport(report);
  settle(code, {
    passed: said?.numPassedTests ?? 0,
    failed: said?.numFailedTests ?? 0,
    skipped: (said?.numPendingTests ?? 0) + (said?.numTodoTests ?? 0),
  });
}

async function runBrowser() {
  const code = await run(["node_modules/@playwright/test/cli.js", "test"]);
  const stats = readReport("browser.json")?.stats;
  settle(code, {
    passed: (stats?.expected ?? 0) + (stats?.flaky ?? 0),
    failed: stats?.unexpected ?? 0,
    skipped: stats?.skipped ?? 0,
  });
}

async function runAll() {
  rmSync(REPORTS, { recursive: true, force: true });
  mkdirSync(REPORTS, { recursive: true });
  title("set-up");
  await step("dependencies", "installing what package-lock.json lists", installDependencies);
  await step("client", "writing the database client", generateClient);
  title("verify");
  const checks = await runChecks();
  count({
    passed: checks.filter((check) => check.passed).length,
    failed: checks.filter((check) => !check.passed).length,
  });
  title("rules");
  await runVitest("rules");
  title("verbs and doors on a real database");
  await runVitest("database");
  title("the built product in a browser");
  await step("build", "building pages and processes", buildProduct);
  await runBrowser();
}

try {
  await runAll();
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  count({ failed: 1 });
}
const skipped = tally.skipped > 0 ? `, ${tally.skipped} skipped` : "";
process.stdout.write(`\n${tally.passed} passed, ${tally.failed} failed${skipped}\n`);
process.exit(tally.failed > 0 || tally.passed === 0 ? 1 : 0);
