import { describe, expect, it } from "vitest";
import { createAddressJudge } from "@/lib/platform/egress";

const judge = createAddressJudge("");

describe("an outgoing connection of the console itself", () => {
  it.each([
    "8.8.8.8",
    "1.1.1.1",
    "193.0.14.129",
    "2606:4700:4700::1111",
    "2a00:1450:4001:830::200e",
    "::ffff:8.8.8.8",
    "::ffff:808:808",
  ])("may go to the public address %s", (address) => expect(judge(address)).toBeUndefined());

  it.each([
    "0.0.0.0",
    "0.1.2.3",
    "10.0.0.1",
    "100.64.0.1",
    "127.0.0.1",
    "127.8.8.8",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.8",
    "192.0.2.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::ffff:127.0.0.1",
    "::ffff:7f00:1",
    "0:0:0:0:0:ffff:7f00:1",
    "[::1]",
    "::127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b:1::1",
    "100::1",
    "2001::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "fc00::1",
    "fd12::1",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
    "3fff::1",
    "5f00::1",
  ])("may not go to %s", (address) => expect(judge(address)).toBe("not a public address"));

  it.each(["localhost", "2130706433", "0x7f000001", "017700000001", "127.1", "", "1.2.3.4.5", "example.com"])(
    "is refused when %j is not a numeric address as the kernel writes it",
    (address) => expect(judge(address)).toBe("not a numeric address"),
  );

  it("may go where the installer opened the way, and nowhere beside it", () => {
    const opened = createAddressJudge("127.0.0.0/8, 10.1.2.3");
    expect(opened("127.9.9.9")).toBeUndefined();
    expect(opened("::ffff:10.1.2.3")).toBeUndefined();
    expect(opened("10.1.2.4")).toBe("not a public address");
  });

  it("refuses a list it does not understand", () =>
    expect(() => createAddressJudge("my-lan")).toThrow(/NOCTURNE_EGRESS_ALLOW/));
});
