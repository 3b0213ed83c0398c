import type { IncomingMessage } from "node:http";
import { describe, expect, it } from "vitest";
import { cleanRequest, clientOf, trustedProxies } from "@/lib/http/front";

const request = (peer: string, headers: Record<string, string>, url = "/") =>
  ({
    url,
    headers: { host: "noc.example", ...headers },
    socket: { remoteAddress: peer },
  }) as unknown as IncomingMessage;

describe("who asks", () => {
  const trusted = trustedProxies("10.0.0.0/8, 2001:db8::1");
  const table: [string, Record<string, string>, string, boolean, string][] = [
    ["198.51.100.7", { "x-forwarded-for": "203.0.113.9" }, "198.51.100.7", false, "a stranger's word counts nothing"],
    [
      "10.1.2.3",
      { "x-forwarded-for": "203.0.113.9", "x-forwarded-proto": "https" },
      "203.0.113.9",
      true,
      "a trusted proxy is believed",
    ],
    [
      "::ffff:10.1.2.3",
      { "x-forwarded-for": "1.1.1.1, 203.0.113.9, 10.9.9.9" },
      "203.0.113.9",
      false,
      "the nearest hop that is not ours",
    ],
    ["10.1.2.3", { "x-forwarded-for": "not an address" }, "10.1.2.3", false, "nonsense falls back to the peer"],
    ["10.1.2.3", {}, "10.1.2.3", false, "no word, no change"],
  ];
  it.each(table)("from %s with %j is %s (secure %s): %s", (peer, headers, ip, secure) => {
    expect(clientOf(request(peer, headers), trusted)).toMatchObject({ ip, secure });
  });

  it("refuses a list that is not made of addresses", () => {
    expect(() => trustedProxies("proxy.local")).toThrow(/NOCTURNE_TRUSTED_PROXIES/);
  });
});

describe("a request handed on", () => {
  it("carries none of the headers that only this process may set", () => {
    const dirty = request("198.51.100.7", {
      "x-nocturne-ip": "127.0.0.1",
      "x-middleware-subrequest": "a:a:a",
      "x-forwarded-host": "evil",
    });
    expect(
      cleanRequest(
        dirty,
        clientOf(dirty, () => false),
      ),
    ).toBe(true);
    expect(dirty.headers).toEqual({
      host: "noc.example",
      "x-nocturne-ip": "198.51.100.7",
      "x-forwarded-proto": "http",
      "x-forwarded-host": "noc.example",
    });
  });

  it.each(["http://169.254.169.254/", "//evil/", "*", ""])("is refused when its target is %j", (url) => {
    const odd = request("198.51.100.7", {}, url);
    expect(
      cleanRequest(
        odd,
        clientOf(odd, () => false),
      ),
    ).toBe(false);
  });
});
