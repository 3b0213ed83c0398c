export type RespReply = string | number | null | RespError | readonly RespReply[];

/** An error that the server said (`ERR …`, `NOAUTH …`). */
export class RespError {
  constructor(readonly message: string) {}
}

const CRLF = "\r\n";
const MOST_DEPTH = 8;

/** A command as RESP bytes: an array of bulk strings. */
export function respCommand(words: readonly string[]): Buffer {
  const parts = words.map((word) => `$${Buffer.byteLength(word)}${CRLF}${word}${CRLF}`);
  return Buffer.from(`*${words.length}${CRLF}${parts.join("")}`);
}

/** Reads one RESP2 reply at `at`; undefined while it is not all there; throws on bytes that are no reply. */
export function readResp(bytes: Buffer, at = 0, depth = 0): { reply: RespReply; end: number } | undefined {
  const lineEnd = bytes.indexOf(CRLF, at);
  if (lineEnd < 0) return undefined;
  const line = bytes.toString("utf8", at + 1, lineEnd);
  const end = lineEnd + 2;
  switch (bytes[at]) {
    case 0x2b:
      return { reply: line, end };
    case 0x2d:
      return { reply: new RespError(line), end };
    case 0x3a:
      return { reply: lengthOf(line), end };
    case 0x24:
      return readBulk(bytes, lengthOf(line), end);
    case 0x2a:
      return readArray(bytes, lengthOf(line), end, depth);
    default:
      throw new Error("not a RESP reply");
  }
}

function readBulk(bytes: Buffer, length: number, from: number) {
  if (length < 0) return { reply: null, end: from };
  if (bytes.length < from + length + 2) return undefined;
  return { reply: bytes.toString("utf8", from, from + length), end: from + length + 2 };
}

function readArray(bytes: Buffer, length: number, from: number, depth: number) {
  if (length < 0) return { reply: null, end: from };
  if (depth >= MOST_DEPTH) throw new Error("too deep a RESP reply");
  const replies: RespReply[] = [];
  let end = from;
  for (let index = 0; index < length; index++) {
    const one = readResp(bytes, end, depth + 1);
    if (!one) return undefined;
    replies.push(one.reply);
    end = one.end;
  }
  return { reply: replies, end };
}

function lengthOf(line: string): number {
  const length = Number(line);
  if (!Number.isSafeInteger(length)) throw new Error("not a RESP reply");
  return length;
}
