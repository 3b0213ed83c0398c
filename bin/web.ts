import { createServer } from "node:http";
import next from "next";
import { createWeb } from "@/bin/web/create-web";
import { env } from "@/lib/platform/env";
import { log } from "@/lib/platform/log";

const settings = env();
const say = log("web");
const web = await createWeb(settings, say);
const server = createServer(
  { maxHeaderSize: 16_384, requestTimeout: 15_000, headersTimeout: 15_000, keepAliveTimeout: 65_000 },
  web.answer,
);
web.attach(server);

const dev = settings.NODE_ENV === "development";
const app = next({ dev, httpServer: server, hostname: settings.HOST, port: settings.PORT });
await app.prepare();
web.serveNext(app.getRequestHandler());

server.listen(settings.PORT, settings.HOST, () => say.info({ port: settings.PORT }, "ready"));
server.once("error", (error) => {
  say.error({ err: error }, "cannot listen");
  process.exit(1);
});

let stopping = false;
async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  setTimeout(() => process.exit(0), 8_000).unref();
  server.close();
  await web.stop();
  process.exit(0);
}
process.on("SIGTERM", () => void stop());
process.on("SIGINT", () => void stop());
