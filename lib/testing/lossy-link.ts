import { connect, createServer, type Socket } from "node:net";

/** A TCP link to a server that can lose its answers, be cut, or be down: for faults between a process and its database. */
export type LossyLink = {
  /** The server's URL through the link. */
  url: string;
  /** From now on nothing that the server says arrives; what is said to it does. */
  loseAnswers(): void;
  /** Ends every connection and works normally again. */
  cut(): void;
  /** Ends every connection and refuses new ones. */
  down(): void;
  close(): Promise<void>;
};

/** Opens a link to the server of that URL on a free port. */
export async function openLossyLink(url: string): Promise<LossyLink> {
  const target = new URL(url);
  const sockets = new Set<Socket>();
  let losing = false;
  let refusing = false;
  const server = createServer((near) => {
    if (refusing) {
      near.destroy();
      return;
    }
    const far = connect(Number(target.port || 5432), target.hostname);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on("error", () => undefined);
      socket.on("close", () => {
        sockets.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    near.pipe(far);
    far.on("data", (data) => {
      if (!losing) near.write(data);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const endAll = () => {
    for (const socket of sockets) socket.destroy();
  };
  const address = server.address();
  const through = new URL(url);
  through.hostname = "127.0.0.1";
  through.port = String(typeof address === "object" ? address?.port : "");
  return {
    url: through.href,
    loseAnswers() {
      losing = true;
    },
    cut() {
      losing = false;
      refusing = false;
      endAll();
    },
    down() {
      refusing = true;
      endAll();
    },
    async close() {
      endAll();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}
