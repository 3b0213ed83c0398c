import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { keptSecret } from "./launch/data-folder.js";
import { runningUrl } from "./launch/database.js";
import { Sentence } from "./launch/sentence.js";
import { readSettings } from "./launch/settings.js";
import { ROOT } from "./launch/sources.js";

// The command line on the installation that `npm start` runs: same folder, same database, same secret.
try {
  const settings = readSettings(process.env);
  const databaseUrl = settings.databaseUrl ?? runningUrl(settings.data);
  if (!databaseUrl) {
    throw new Sentence(
      `Nocturne is not running on ${settings.data}. Start it with npm start, or set NOCTURNE_DATA or DATABASE_URL.`,
    );
  }
  const built = existsSync(path.join(ROOT, "dist/nocturne.js"));
  const program = built ? ["dist/nocturne.js"] : ["--import", "tsx", "bin/nocturne.ts"];
  const { status } = spawnSync(process.execPath, [...program, ...process.argv.slice(2)], {
    cwd: ROOT,
    stdio: "inherit",
    env: {
      ...process.env,
      DATABASE_URL: databaseUrl,
      NOCTURNE_SECRET: settings.secret ?? keptSecret(settings.data, "secret"),
    },
  });
  process.exit(status ?? 1);
} catch (error) {
  process.stderr.write(`${error instanceof Sentence ? error.message : error.stack}\n`);
  process.exit(1);
}
