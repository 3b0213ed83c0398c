import { runChecks } from "./launch/checks.js";

const results = await runChecks();
process.exit(results.every((check) => check.passed) ? 0 : 1);
