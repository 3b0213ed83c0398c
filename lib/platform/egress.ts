import { BlockList, isIP } from "node:net";

/** Answers undefined for an address the console may connect to, or why it may not. */
export type AddressJudge = (address: string) => string | undefined;

// IANA's special-purpose registries (RFC 6890 and its updates): nothing here is a public host. Prefixes that carry an IPv4 address inside
// an IPv6 one (NAT64, 6to4, Teredo, compatible, mapped) are refused whole, because what they lead to cannot be judged from here.
const NOT_PUBLIC_4 = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.88.99.0/24",
  "192.168.0.0/16",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/4",
  "240.0.0.0/4",
];
const PUBLIC_6 = "2000::/3";
const NOT_PUBLIC_6 = ["2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "5f00::/16"];

/** The judge of outgoing connections: public addresses, and what the installer opened in NOCTURNE_EGRESS_ALLOW (CIDRs). Only numeric addresses are judged: resolve first, judge every answer, connect to what was judged. */
export function createAddressJudge(allow: string): AddressJudge {
  const allowed = blockList(
    allow
      .split(",")
      .map((part) => part.trim())
      .filter(Boolean),
  );
  const refused = blockList([...NOT_PUBLIC_4, ...NOT_PUBLIC_6]);
  const global6 = blockList([PUBLIC_6]);
  return (given) => {
    const address = unmap(given);
    const version = isIP(address);
    if (version === 0) return "not a numeric address";
    const family = version === 6 ? "ipv6" : "ipv4";
    if (allowed.check(address, family)) return undefined;
    if (version === 6 && !global6.check(address, family)) return "not a public address";
    return refused.check(address, family) ? "not a public address" : undefined;
  };
}

// A mapped address is the IPv4 address that the kernel would connect to.
function unmap(address: string): string {
  const bare = address.replace(/^\[|\]$/g, "").replace(/%.*$/, "");
  const dotted = /^(?:0*:)*(?:0{0,4}:)?:?ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(bare)?.[1];
  if (dotted && isIP(dotted) === 4) return dotted;
  const hex = /^(?:0{1,4}:){5}ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$|^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/i.exec(
    bare,
  );
  if (!hex) return bare;
  const high = Number.parseInt(hex[1] ?? hex[3] ?? "0", 16);
  const low = Number.parseInt(hex[2] ?? hex[4] ?? "0", 16);
  return [high >> 8, high & 255, low >> 8, low & 255].join(".");
}

function blockList(entries: string[]): BlockList {
  const list = new BlockList();
  for (const entry of entries) {
    const [address = "", bits] = entry.split("/");
    const version = isIP(address);
    if (version === 0) throw new Error(`NOCTURNE_EGRESS_ALLOW: ${entry} is not an address or a CIDR`);
    list.addSubnet(
      address,
      bits === undefined ? (version === 6 ? 128 : 32) : Number(bits),
      version === 6 ? "ipv6" : "ipv4",
    );
  }
  return list;
}
