import { createWorker } from "@/bin/worker/create-worker";
import { env } from "@/lib/platform/env";
import { log } from "@/lib/platform/log";

const say = log("worker");
const worker = await createWorker(env(), say);
say.info("ready");

let stopping = false;
async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  setTimeout(() => process.exit(0), 10_000).unref();
  await worker.stop();
  process.exit(0);
}
process.on("SIGTERM", () => void stop());
process.on("SIGINT", () => void stop());
