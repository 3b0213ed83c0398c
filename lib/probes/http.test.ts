import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createAddressJudge } from "@/lib/platform/egress";
import type { HttpInput } from "@/lib/probes/check-input";
import type { ProbeContext } from "@/lib/probes/probe";
import { runProbe } from "@/lib/probes/run-probe";
import { makeCertificate } from "@/lib/probes/testing/certificate";

let server: Server;
let port = 0;
let asked: string[] = [];

function respond(request: IncomingMessage, response: ServerResponse): void {
  asked.push(`${request.method} ${request.url} ${request.headers["authorization"] ?? "-"}`);
  const url = new URL(request.url ?? "/", "http://x");
  const to = url.searchParams.get("to");
  if (to !== null) response.writeHead(302, { location: to }).end();
  else if (url.pathname === "/broken") response.writeHead(503).end("down");
  else if (url.pathname === "/large") response.end("x".repeat(100_000));
  else if (url.pathname === "/endless") response.write("first part");
  else if (url.pathname === "/loop") response.writeHead(301, { location: "/loop" }).end();
  else response.end("All systems are fine: 42 of 42");
}

beforeAll(async () => {
  server = createServer(respond);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const judge = createAddressJudge("");
const guard = (address: string) => judge(address) === undefined;
const at = (path: string, change: Partial<HttpInput> = {}): HttpInput => ({
  kind: "http",
  url: `http://127.0.0.1:${port}${path}`,
  ...change,
});
const fetchIt = (input: HttpInput, context: ProbeContext = {}, timeoutMs = 5_000) =>
  runProbe(input, context, timeoutMs);

describe("what is expected of a page", () => {
  test.each<[string, HttpInput | (() => HttpInput), string | undefined]>([
    ["a fine page is fine", () => at("/"), undefined],
    ["a 503 is not", () => at("/broken"), "status"],
    ["a 503 that is expected is", () => at("/broken", { expectStatus: "200,500-599" }), undefined],
    ["text that is there", () => at("/", { contains: "systems are" }), undefined],
    ["text that is not there", () => at("/", { contains: "systems were" }), "body"],
    ["text that must not be there", () => at("/", { excludes: "fine" }), "body"],
    ["a pattern that fits", () => at("/", { pattern: "systems*: ?? of 4" }), undefined],
    ["a pattern that does not", () => at("/", { pattern: "systems*: ??? of 4" }), "body"],
    ["a body beyond the cap", () => at("/large", { maxBytes: 50_000 }), "too-large"],
    ["a redirect is followed", () => at("/?to=/fine"), undefined],
    ["a loop is not followed for ever", () => at("/loop"), "redirect"],
    ["an address that is none", () => at("/", { url: "not a url" }), "input"],
    ["an expectation that cannot be read", () => at("/", { expectStatus: "fine" }), "input"],
    ["a scheme that is not fetched", () => at("/", { url: "file:///etc/passwd" }), "redirect"],
    ["a redirect to another scheme", () => at("/?to=file:///etc/passwd"), "redirect"],
    ["a name with a password in it", () => at("/", { url: `http://user:pass@127.0.0.1:${port}/` }), "input"],
    ["nobody at the port", () => at("/", { url: "http://127.0.0.1:1/" }), "connect"],
    ["a name that does not exist", () => at("/", { url: "http://nowhere.invalid/" }), "dns"],
  ])("%s", async (_, input, reason) => {
    const result = await fetchIt(typeof input === "function" ? input() : input);
    expect({ ok: result.ok, reason: result.reason }).toEqual({ ok: reason === undefined, reason });
  });

  test("an answer that never ends is over at the deadline, whatever was read", async () => {
    const result = await fetchIt(at("/endless"), {}, 300);
    expect(result).toMatchObject({ ok: false, reason: "timeout" });
  });

  test("every phase has its duration, and a secret header stays at its origin", async () => {
    const other = createServer(respond);
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    asked = [];
    const target = `http://127.0.0.1:${(other.address() as AddressInfo).port}/there`;
    const result = await fetchIt(at(`/?to=${encodeURIComponent(target)}`, { headers: { Authorization: "Bearer s" } }));
    other.close();
    expect(asked.map((line) => line.split(" ").slice(1).join(" "))).toEqual([
      expect.stringMatching(/^\/\?to=.* Bearer s$/),
      "/there -",
    ]);
    const phases = result.samples
      .filter(({ series }) => series.name === "check_duration_seconds")
      .map(({ series }) => series.labels["phase"]);
    expect(phases).toEqual(["dns", "connect", "first-byte", "transfer"]);
  });
});

describe("an address that the console may not check", () => {
  const FORBIDDEN = [
    "127.0.0.1",
    "127.1",
    "2130706433",
    "0x7f000001",
    "0x7f.1",
    "0177.0.0.1",
    "017700000001",
    "127.0.0.1.",
    "0.0.0.0",
    "0",
    "10.1.2.3",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "100.64.0.1",
    "169.254.169.254",
    "198.18.0.1",
    "224.0.0.1",
    "255.255.255.255",
    "[::]",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[0:0:0:0:0:ffff:7f00:1]",
    "[::127.0.0.1]",
    "[64:ff9b::7f00:1]",
    "[64:ff9b:1::1]",
    "[2002:7f00:1::]",
    "[2001:0:7f00:1::]",
    "[fe80::1]",
    "[fc00::1]",
    "[fd12::1]",
    "[ff02::1]",
    "[2001:db8::1]",
    "localhost",
    "localhost.",
    "LOCALHOST",
    "①②⑦.⓪.⓪.①",
    "127。0。0。1",
  ];
  test.each(FORBIDDEN)("%s is refused before a connection", async (host) => {
    asked = [];
    const result = await fetchIt(at("/", { url: `http://${host}:${port}/` }), { guard });
    expect(result.ok).toBe(false);
    expect(["address-refused", "dns", "input"]).toContain(result.reason);
    expect(asked).toEqual([]);
  });

  test("without the guard the same loopback address answers, so it is the guard that refuses", async () => {
    expect((await fetchIt(at("/", { url: `http://2130706433:${port}/` }))).ok).toBe(true);
  });

  test("a name with one bad address among good ones is refused whole", async () => {
    const resolve = async () => ["93.184.216.34", "127.0.0.1"];
    expect(await fetchIt(at("/", { url: "http://mixed.test/" }), { guard, resolve })).toMatchObject({
      reason: "address-refused",
    });
  });

  test("a name that changes its mind is asked once, and what was judged is connected to", async () => {
    const answers = ["127.0.0.1", "127.0.0.2"];
    const judged: string[] = [];
    const context = {
      resolve: async () => [answers.shift() ?? "10.0.0.1"],
      guard: (address: string) => judged.push(address) > 0 && address === "127.0.0.1",
    };
    expect(await fetchIt(at("/", { url: `http://rebinding.test:${port}/` }), context)).toMatchObject({ ok: true });
    expect(judged).toEqual(["127.0.0.1"]);
    expect(answers).toEqual(["127.0.0.2"]);
  });

  test.each(["http://10.0.0.1/", "http://[::1]/", "http://169.254.169.254/latest/meta-data/", "//192.168.0.1/"])(
    "a redirect to %s is judged anew and refused",
    async (target) => {
      const context = { resolve: async () => ["127.0.0.1"], guard: (address: string) => address === "127.0.0.1" };
      const url = `http://public.test:${port}/?to=${encodeURIComponent(target)}`;
      expect(await fetchIt(at("/", { url }), context)).toMatchObject({ ok: false, reason: "address-refused" });
    },
  );
});

describe("TLS", () => {
  async function secureServer(name: string, days: number) {
    const made = makeCertificate(name, days);
    const secure = createSecureServer(made, respond);
    await new Promise<void>((resolve) => secure.listen(0, "127.0.0.1", resolve));
    return { ...made, secure, port: (secure.address() as AddressInfo).port };
  }
  const resolve = async () => ["127.0.0.1"];

  test("a certificate is accepted from its authority, under its name, with its days told", async () => {
    const { cert, secure, port: tlsPort } = await secureServer("shop.test", 20);
    const days = (result: Awaited<ReturnType<typeof runProbe>>) =>
      result.samples.find(({ series }) => series.name === "check_tls_days_left")?.value;
    const fine = await runProbe({ kind: "http", url: `https://shop.test:${tlsPort}/`, authority: cert }, { resolve });
    expect(fine).toMatchObject({ ok: true });
    expect(days(fine)).toBeCloseTo(20, 0);
    const tls = { kind: "tls", host: "shop.test", port: tlsPort, authority: cert } as const;
    expect(await runProbe(tls, { resolve })).toMatchObject({ ok: true });
    expect(await runProbe({ ...tls, minDays: 30 }, { resolve })).toMatchObject({ ok: false, reason: "tls" });
    expect(await runProbe({ ...tls, serverName: "other.test" }, { resolve })).toMatchObject({
      ok: false,
      reason: "tls",
      detail: "ERR_TLS_CERT_ALTNAME_INVALID",
    });
    const stranger = await runProbe({ ...tls, authority: undefined }, { resolve });
    expect(stranger).toMatchObject({ ok: false, reason: "tls" });
    expect(days(stranger)).toBeCloseTo(20, 0);
    expect(
      await runProbe({ kind: "http", url: `https://shop.test:${tlsPort}/`, insecure: true }, { resolve }),
    ).toMatchObject({ ok: true });
    secure.close();
  });

  test("a port that speaks no TLS is told as that", async () => {
    expect(await runProbe({ kind: "tls", host: "127.0.0.1", port }, {}, 2_000)).toMatchObject({
      ok: false,
      reason: "tls",
    });
  });
});
