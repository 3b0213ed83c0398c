import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** A small web server on this machine that answers well or badly, as the test tells it to. */
export type ShakyService = { url: string; asked(): number; breaks(): void; mends(): void; stop(): Promise<void> };

export async function startShakyService(): Promise<ShakyService> {
  let [status, asked] = [200, 0];
  const server: Server = createServer((_request, response) => {
    asked += 1;
    response.writeHead(status, { connection: "close" }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    asked: () => asked,
    breaks: () => {
      status = 500;
    },
    mends: () => {
      status = 200;
    },
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
