import type { IncomingMessage, ServerResponse } from "node:http";
import { Refusal } from "@/lib/kernel/refusal";

/** The sender went away before its body was whole: there is nobody to answer. */
export class SenderGone extends Error {}

/** Reads a whole body of at most `limit` bytes; `hold` is told of each part as it comes and may refuse it by throwing. */
export function readBody(request: IncomingMessage, limit: number, hold: (bytes: number) => void): Promise<Buffer> {
  if (Number(request.headers["content-length"] ?? 0) > limit) throw tooLarge(limit);
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let length = 0;
    const take = (part: Buffer) => {
      length += part.length;
      try {
        if (length > limit) throw tooLarge(limit);
        hold(part.length);
        parts.push(part);
      } catch (error) {
        request.off("data", take);
        reject(error);
      }
    };
    request.on("data", take);
    request.once("end", () => resolve(parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts, length)));
    request.once("error", () => reject(new SenderGone()));
    request.once("close", () => reject(new SenderGone()));
  });
}

const MOST_DISCARDED = 16 * 1024 * 1024;

/** Lets a refused sender finish, so that it reads its answer instead of a reset; one that never ends is cut off. */
export function discardRest(request: IncomingMessage, response: ServerResponse): void {
  if (request.complete) return;
  let left = MOST_DISCARDED;
  request.on("data", (part: Buffer) => {
    left -= part.length;
    if (left < 0) response.once("finish", () => request.destroy());
    if (left < 0 && response.writableFinished) request.destroy();
  });
  request.resume();
}

function tooLarge(limit: number): Refusal {
  return new Refusal("too-large", "ingest.tooLarge", { limit });
}
