import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { freePort } from "@/bin/launch/free-port.js";

const ROOT = path.resolve(import.meta.dirname, "../..");
const READY = /Nocturne is ready: (\S+)/;
const START_MS = 15 * 60_000;

export const ADMINISTRATOR = { email: "admin@example.com", password: "correct horse battery staple" };

/** Where the product of this run is, for workers that did not start it. */
export type ProductPlace = { address: string; data: string };

export type Product = ProductPlace & {
  said(): string;
  /** Asks the launcher to end everything, and answers its exit code. */
  stop(): Promise<number | null>;
  /** Ends the launcher alone, as a crash would. */
  crash(): Promise<void>;
};

/** Starts the whole product as a person would (`bin/start.js`), on a new folder and a free port, with a clock that tests may move. */
export async function startProduct(environment: Record<string, string> = {}): Promise<Product> {
  const given = environment["NOCTURNE_DATA"];
  const data = given ?? (await mkdtemp(path.join(tmpdir(), "nocturne-e2e-")));
  const port = await freePort();
  const launcher = spawn(process.execPath, ["bin/start.js"], {
    cwd: ROOT,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...process.env,
      PORT: String(port),
      HOST: "127.0.0.1",
      NOCTURNE_DATA: data,
      NOCTURNE_ADMIN_EMAIL: ADMINISTRATOR.email,
      NOCTURNE_ADMIN_PASSWORD: ADMINISTRATOR.password,
      NOCTURNE_TEST_CLOCK: "1",
      NOCTURNE_EGRESS_ALLOW: "127.0.0.0/8",
      ...environment,
    },
  });
  let said = "";
  for (const stream of [launcher.stdout, launcher.stderr]) {
    stream.on("data", (bytes) => {
      said += bytes;
    });
  }
  const stop = async () => {
    const code = await endOf(launcher, () => launcher.kill("SIGTERM"));
    if (!given) await rm(data, { recursive: true, force: true });
    return code;
  };
  const crash = async () => {
    await endOf(launcher, () => launcher.kill("SIGKILL"));
  };
  try {
    const address = await readyAddress(launcher, () => said);
    return { address, data, said: () => said, stop, crash };
  } catch (error) {
    await stop();
    throw error;
  }
}

function readyAddress(launcher: ChildProcess, said: () => string): Promise<string> {
  return new Promise((resolve, reject) => {
    const fail = (why: string) => reject(new Error(`The product did not start (${why}). It said:\n${said()}`));
    const timer = setTimeout(() => fail("no readiness in time"), START_MS);
    launcher.once("exit", (code, signal) => fail(`it ended with ${signal ?? code}`));
    launcher.stdout?.on("data", () => {
      const address = READY.exec(said())?.[1];
      if (!address) return;
      clearTimeout(timer);
      launcher.removeAllListeners("exit");
      resolve(address);
    });
  });
}

function endOf(child: ChildProcess, ask: () => void): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode);
  return new Promise((resolve) => {
    child.once("exit", (code) => resolve(code));
    ask();
  });
}
