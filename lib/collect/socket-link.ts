import { io, type Socket } from "socket.io-client";
import { type Link, LinkFailure, type LinkTarget } from "@/lib/collect/link";
import type { BatchAnswer, ChecksMessage, HelloAnswer } from "@/lib/probes/collector-wire";

const CONNECT_WITHIN_MS = 10_000;
const WINDOW = 4;

/** Opens the live socket (websocket only) to the console's `/collect`; rejects with LinkFailure when it does not open within 10 s. */
export async function openSocketLink(target: LinkTarget): Promise<Link> {
  const socket = io(`${target.server.replace(/\/$/, "")}/collect`, {
    transports: ["websocket"],
    auth: { token: target.token },
    reconnection: false,
    forceNew: true,
    timeout: CONNECT_WITHIN_MS,
    ...(target.authority === undefined ? {} : { ca: target.authority }),
  });
  await connected(socket);
  const gone = new Promise<string>((resolve) => socket.once("disconnect", (reason) => resolve(reason)));

  async function ask<Answer>(word: "hello" | "batch", message: unknown): Promise<Answer> {
    try {
      return (await socket.timeout(target.answerWithinMs).emitWithAck(word, message)) as Answer;
    } catch {
      throw new LinkFailure(`no answer to ${word}`);
    }
  }

  return {
    kind: "socket",
    window: WINDOW,
    forgetful: false,
    hello: (hello) => ask<HelloAnswer>("hello", hello),
    batch: (batch) => ask<BatchAnswer>("batch", batch),
    onChecks: (listener) => {
      socket.off("checks");
      socket.on("checks", (message: ChecksMessage) => listener(message));
    },
    gone,
    close: () => {
      socket.disconnect();
    },
  };
}

function connected(socket: Socket): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => fail("no connection in time"), CONNECT_WITHIN_MS + 1_000);
    const fail = (reason: string) => {
      clearTimeout(timer);
      socket.disconnect();
      reject(new LinkFailure(reason));
    };
    socket.once("connect", () => {
      clearTimeout(timer);
      socket.off("connect_error");
      resolve();
    });
    socket.once("connect_error", (error) => fail(error.message));
  });
}
