import type { IncomingMessage } from "node:http";
import { BlockList, isIP } from "node:net";

/** Whose word on the client's address and scheme is believed: the peers listed in NOCTURNE_TRUSTED_PROXIES (addresses or CIDRs). */
export function trustedProxies(list: string): (address: string) => boolean {
  const blocks = new BlockList();
  for (const entry of list
    .split(",")
    .map((part) => part.trim())
    .filter(Boolean)) {
    const [address = "", bits] = entry.split("/");
    const version = isIP(address);
    if (version === 0) throw new Error(`NOCTURNE_TRUSTED_PROXIES: ${entry} is not an address or a CIDR`);
    const family = version === 6 ? "ipv6" : "ipv4";
    if (bits === undefined) blocks.addAddress(address, family);
    else blocks.addSubnet(address, Number(bits), family);
  }
  return (address) => {
    const plain = plainAddress(address);
    return isIP(plain) !== 0 && blocks.check(plain, isIP(plain) === 6 ? "ipv6" : "ipv4");
  };
}

/** An address without the IPv4-mapped prefix that a dual-stack socket adds. */
function plainAddress(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, "");
}

export type Client = { ip: string; secure: boolean; host: string | undefined; forwarded: boolean };

/** Who really asks: walks X-Forwarded-For from the right past trusted proxies; the scheme only on a trusted proxy's word. */
export function clientOf(request: IncomingMessage, trusted: (address: string) => boolean): Client {
  const peer = plainAddress(request.socket.remoteAddress ?? "");
  const chain = String(request.headers["x-forwarded-for"] ?? "")
    .split(",")
    .map((part) => part.trim())
    .filter(Boolean);
  const forwarded = chain.length > 0 || request.headers["forwarded"] !== undefined;
  if (!trusted(peer)) return { ip: peer, secure: false, host: request.headers.host, forwarded };
  let ip = peer;
  for (const hop of chain.reverse()) {
    ip = plainAddress(hop);
    if (!trusted(ip)) break;
  }
  return {
    ip: isIP(ip) === 0 ? peer : ip,
    secure: request.headers["x-forwarded-proto"] === "https",
    host: request.headers.host,
    forwarded,
  };
}

/**
 * Makes a request safe to hand on: drops headers that only this process may set or that a framework once trusted, and writes down who
 * asks. Answers false for a request line that is not origin-form, which no browser or collector sends.
 */
export function cleanRequest(request: IncomingMessage, client: Client): boolean {
  if (!request.url?.startsWith("/") || request.url.startsWith("//")) return false;
  for (const name of Object.keys(request.headers)) {
    if (
      name.startsWith("x-nocturne-") ||
      name.startsWith("x-middleware-") ||
      name.startsWith("x-forwarded-") ||
      name === "forwarded"
    ) {
      delete request.headers[name];
    }
  }
  request.headers["x-nocturne-ip"] = client.ip;
  request.headers["x-forwarded-proto"] = client.secure ? "https" : "http";
  if (client.host) request.headers["x-forwarded-host"] = client.host;
  return true;
}
