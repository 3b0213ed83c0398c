import { WebSocket } from "ws";

/**
 * All listening screens in one process. It speaks as little of socket.io as a browser must (connect, watch, pong) so that both servers
 * meet the same cheap clients. A message's number is the last number in it.
 */
type Orders = { url: string; count: number; cookie?: string; watch?: number[] };

const arrivals: number[] = [];
const nowMs = () => Number(process.hrtime.bigint()) / 1e6;

process.on("message", (order: Orders | "report") => {
  if (order === "report") {
    process.send?.({ arrivals });
    arrivals.length = 0;
  } else void connectAll(order).then(() => process.send?.("listening"));
});

async function connectAll(orders: Orders): Promise<void> {
  const left = Array.from({ length: orders.count }, () => orders);
  const connectInTurn = async () => {
    while (left.length > 0) await connect(left.pop() as Orders);
  };
  await Promise.all(Array.from({ length: 20 }, connectInTurn));
}

function connect({ url, cookie, watch }: Orders): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, {
      perMessageDeflate: false,
      headers: cookie ? { cookie, origin: originOf(url) } : {},
    });
    socket.on("error", reject);
    socket.on("close", (code) => reject(new Error(`a socket was closed with ${code}`)));
    if (!watch) socket.on("open", () => resolve());
    socket.on("message", (data: Buffer) => {
      const at = nowMs();
      const words = data.toString("latin1");
      if (watch === undefined) note(words, at);
      else if (words.startsWith('42["tick"')) note(words, at);
      else answer(socket, words, watch, resolve);
    });
  });
}

function answer(socket: WebSocket, words: string, watch: number[], done: () => void): void {
  if (words === "2") socket.send("3");
  else if (words.startsWith("0")) socket.send("40");
  else if (words.startsWith("40")) socket.send(`420${JSON.stringify(["watch", { series: watch }])}`);
  else if (words.startsWith("430")) done();
}

function note(words: string, at: number): void {
  arrivals.push(Number.parseFloat(words.slice(words.lastIndexOf(",") + 1)), at);
}

function originOf(url: string): string {
  return `http://${new URL(url).host}`;
}
