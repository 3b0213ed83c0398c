import { spawnSync } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import path from "node:path";
import { build } from "esbuild";

const root = path.resolve(import.meta.dirname, "..");
process.chdir(root);

const shared = {
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20",
  outdir: "dist",
  sourcemap: true,
  logLevel: "warning",
  alias: { "@": root },
};

// A module of CommonJS inside an ES module bundle still asks for `require`.
const banner = {
  js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
};

async function bundleProcesses() {
  rmSync("dist", { recursive: true, force: true });
  const processes = ["bin/web.ts", "bin/worker.ts", "bin/nocturne.ts"].filter((file) => existsSync(file));
  await build({ ...shared, entryPoints: processes, packages: "external" });
  // The collector is one file that runs with nothing but Node: every console hands it out.
  if (existsSync("bin/collector.ts")) {
    await build({
      ...shared,
      entryPoints: ["bin/collector.ts"],
      packages: "bundle",
      sourcemap: false,
      minifySyntax: true,
      banner,
    });
  }
}

function buildPages() {
  const { status } = spawnSync(process.execPath, ["node_modules/next/dist/bin/next", "build"], {
    stdio: "inherit",
    env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
  });
  if (status !== 0) process.exit(status ?? 1);
}

await bundleProcesses();
if (!process.argv.includes("--processes")) buildPages();
