import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { createLinkOpener } from "@/lib/collect/open-link";
import type { BatchMessage, CollectRequest, Hello } from "@/lib/probes/collector-wire";

test("where no websocket gets through, the same words go over HTTP with the token as bearer", async () => {
  const heard: string[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      if (request.url !== "/api/v1/collect") return response.writeHead(404).end();
      const word = JSON.parse(Buffer.concat(parts).toString()) as CollectRequest;
      heard.push(`${word.kind} ${request.headers.authorization}`);
      if (heard.length === 3) return response.writeHead(503, { "retry-after": "7" }).end("{}");
      if (heard.length === 4) return response.writeHead(401).end("{}");
      return response.end(JSON.stringify({ ok: true, seq: 1 }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const open = createLinkOpener({ server: url, token: "nc_x", answerWithinMs: 2_000 }, 2);
  await expect(open()).rejects.toThrow();
  const link = await open();
  expect(link.kind).toBe("http");
  expect(await link.hello({ lineage: "l", run: "r" } as Hello)).toEqual({ ok: true, seq: 1 });
  const batch = { seq: 1 } as BatchMessage;
  expect(await link.batch(batch)).toEqual({ ok: true, seq: 1 });
  expect(await link.batch(batch)).toEqual({ retryAfterMs: 7_000 });
  expect(await link.batch(batch)).toMatchObject({ cut: "unauthenticated" });
  expect(heard).toEqual(["hello Bearer nc_x", "batch Bearer nc_x", "batch Bearer nc_x", "batch Bearer nc_x"]);
  link.close();
  server.close();
});
