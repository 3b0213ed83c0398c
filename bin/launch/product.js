import path from "node:path";
import { superviseChildren } from "./children.js";
import { nocturne } from "./command.js";
import { keptSecret, lockDataFolder, openDataFolder } from "./data-folder.js";
import { openDatabase } from "./database.js";
import { localCollector } from "./local-collector.js";
import { assertPortFree } from "./port.js";
import { buildProduct, generateClient, installDependencies } from "./prepared.js";
import { step } from "./progress.js";
import { waitUntilReady } from "./ready.js";
import { readSettings } from "./settings.js";

const READY_SECONDS = 60;

/**
 * Sets up what is missing and runs the whole product. `development` runs the sources as they are instead of a build.
 * Resolves when the console answers; everything runs until `undo` is called.
 */
export async function runProduct({ undo, isEnding }, { development = false } = {}) {
  process.umask(0o022);
  const settings = readSettings(process.env, { name: development ? "nocturne-dev" : "nocturne" });
  await step("data", settings.data, async () => {
    openDataFolder(settings.data);
    undo(lockDataFolder(settings.data));
    await assertPortFree(settings.port, settings.host);
  });
  await step("dependencies", "installing what package-lock.json lists", installDependencies);
  await step("client", "writing the database client", generateClient);
  const database = await step("database", "starting", () => openDatabase(settings, undo));
  if (!development) await step("build", "building pages and processes (a few minutes, the first time)", buildProduct);

  const environment = childEnvironment(settings, database, development);
  const command = (words) => nocturne(words, { environment, source: development });
  await step("migrations", "bringing the database to this version", async () => ({
    words: await command(["migrate"]),
  }));

  const children = superviseChildren({ data: settings.data, say });
  undo(() => children.stop());
  if (isEnding()) return;
  const program = (name) => (development ? ["--import", "tsx", `bin/${name}.ts`] : [`dist/${name}.js`]);
  const signingIn = command(["first-run"]).then(JSON.parse);
  signingIn.catch(() => undefined);
  const own = `http://${isAnyHost(settings.host) ? "127.0.0.1" : settings.host}:${settings.port}`;
  const logs = path.join(settings.data, "logs");
  await step("console", "starting web and worker", async () => {
    if (database.restart) children.watchDatabase(database);
    const { NOCTURNE_ADMIN_EMAIL: _email, NOCTURNE_ADMIN_PASSWORD: _password, ...lasting } = environment;
    for (const name of ["web", "worker"]) children.start(name, program(name), lasting);
    await waitUntilReady(own, READY_SECONDS, logs);
    return { words: "web and worker are ready" };
  }).catch(async (error) => {
    // A one-time password is shown even so: it is made only once.
    process.stdout.write(howToSignIn(await signingIn));
    throw error;
  });
  const signIn = await signingIn;
  const place = {
    folder: settings.data,
    server: own,
    databaseUrl: database.url,
    program: program("collector"),
    command,
  };
  const collector = await step("collector", "starting this machine's collector", () => localCollector(place)).catch(
    say,
  );
  if (collector && !isEnding()) children.start("collector", collector.options, collector.environment);
  greet({ address: settings.publicUrl ?? own.replace("127.0.0.1", "localhost"), signIn, logs });
}

/** What a person should see while everything runs; what was said is not an answer. */
function say(words) {
  process.stderr.write(`! ${words instanceof Error ? words.message : words}\n`);
  return undefined;
}

function childEnvironment(settings, database, development) {
  return {
    ...process.env,
    NODE_ENV: development ? "development" : "production",
    NEXT_TELEMETRY_DISABLED: "1",
    DATABASE_URL: database.url,
    NOCTURNE_SECRET: settings.secret ?? keptSecret(settings.data, "secret"),
    NOCTURNE_DATA: settings.data,
    NOCTURNE_SUPERVISOR: path.join(settings.data, "launcher.json"),
    PORT: String(settings.port),
    HOST: settings.host,
    ...(settings.publicUrl ? { PUBLIC_URL: settings.publicUrl } : {}),
  };
}

function isAnyHost(host) {
  return host === "0.0.0.0" || host === "::";
}

function greet({ address, signIn, logs }) {
  process.stdout.write(
    `\nNocturne is ready: ${address}\n${howToSignIn(signIn)}Logs: ${logs}. Ctrl-C stops everything.\n`,
  );
}

function howToSignIn({ email, password }) {
  if (password) return `Sign in as ${email} with the one-time password ${password} (it is not shown again).\n`;
  return email ? `Sign in as ${email} with the password of NOCTURNE_ADMIN_PASSWORD.\n` : "";
}
