import { createServer, type Server as HttpServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Server, type Socket } from "socket.io";
import type { BatchMessage, Hello, Welcome } from "@/lib/probes/collector-wire";

/** A console for tests of the collector: it remembers what it acknowledged, like the real one does. */
export interface ConsoleStub {
  readonly url: string;
  readonly hellos: Hello[];
  readonly batches: BatchMessage[];
  /** Samples by series and stamp: what the real store keeps after de-duplication. */
  readonly stored: Map<string, number>;
  ackSeq(): number;
  /** How far the console's clock is from this machine's. */
  offsetMs: number;
  /** Answers instead of an acknowledgement, one per batch. */
  readonly answers: unknown[];
  /** When false, batches are stored and never answered. */
  answering: boolean;
  welcome: Partial<Welcome>;
  sockets(): Socket[];
  close(): Promise<void>;
}

/** Starts the stub on a free port of this machine. */
export async function startConsoleStub(port = 0): Promise<ConsoleStub> {
  const http: HttpServer = createServer();
  const io = new Server(http, { transports: ["websocket"], maxHttpBufferSize: 64 * 1024, perMessageDeflate: false });
  let ackSeq = 0;
  const stub: ConsoleStub = {
    url: "",
    hellos: [],
    batches: [],
    stored: new Map(),
    ackSeq: () => ackSeq,
    offsetMs: 0,
    answers: [],
    answering: true,
    welcome: {},
    sockets: () => [...io.of("/collect").sockets.values()],
    async close() {
      await io.close();
    },
  };
  const acknowledge = (seq: number) => {
    ackSeq = Math.max(ackSeq, seq);
  };
  io.of("/collect").on("connection", (socket) => serve(stub, socket, acknowledge));
  await new Promise<void>((resolve) => http.listen(port, "127.0.0.1", resolve));
  return Object.assign(stub, { url: `http://127.0.0.1:${(http.address() as AddressInfo).port}` });
}

function serve(stub: ConsoleStub, socket: Socket, acknowledge: (seq: number) => void): void {
  const names = new Map<number, string>();
  const serverTimeMs = () => Date.now() + stub.offsetMs;
  socket.on("hello", (hello: Hello, done: (answer: unknown) => void) => {
    stub.hellos.push(hello);
    names.clear();
    const intervals = {
      hostIntervalMs: 1_000,
      processIntervalMs: 10_000,
      checks: [],
      checksHash: "",
      bundleHash: null,
    };
    done({ ok: true, serverTimeMs: serverTimeMs(), epoch: 1, ackSeq: stub.ackSeq(), ...intervals, ...stub.welcome });
  });
  socket.on("batch", (batch: BatchMessage, done: (answer: unknown) => void) => {
    for (const [id, name, labels] of batch.defs) names.set(id, `${name}${JSON.stringify(labels)}`);
    const untold = batch.samples.some(([id]) => !names.has(id));
    const instead = untold ? { need: "definitions" } : stub.answers.shift();
    if (instead !== undefined) return done(instead);
    store(stub, batch, names);
    if (!stub.answering) return undefined;
    acknowledge(batch.seq);
    return done({ ok: true, seq: batch.seq, serverTimeMs: serverTimeMs() });
  });
}

function store(stub: ConsoleStub, batch: BatchMessage, names: ReadonlyMap<number, string>): void {
  stub.batches.push(batch);
  for (const [id, ms, value] of batch.samples) {
    const key = `${names.get(id)}@${ms}`;
    if (!stub.stored.has(key)) stub.stored.set(key, value);
  }
}
