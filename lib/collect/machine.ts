import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { arch, cpus, hostname, networkInterfaces, platform, release, totalmem } from "node:os";
import type { HostFacts } from "@/lib/probes/collector-wire";

/** What tells this machine from its copies: a hash of /etc/machine-id, or of name and hardware addresses where there is none. */
export function machineId(): string {
  const id = firstLine("/etc/machine-id") || firstLine("/var/lib/dbus/machine-id") || hardware();
  return createHash("sha256").update(`nocturne-collector:${id}`).digest("hex").slice(0, 32);
}

/** What an operator wants to know of this machine. */
export function hostFacts(name = hostname()): HostFacts {
  return {
    name,
    platform: platform(),
    release: distribution() || release(),
    architecture: arch(),
    cores: cpus().length,
    memoryBytes: totalmem(),
    addresses: addresses().slice(0, 16),
  };
}

function addresses(): string[] {
  return Object.values(networkInterfaces())
    .flatMap((entries) => entries ?? [])
    .filter((entry) => !entry.internal)
    .map((entry) => entry.address);
}

function hardware(): string {
  const macs = Object.values(networkInterfaces())
    .flatMap((entries) => entries ?? [])
    .map((entry) => entry.mac)
    .filter((mac) => mac !== "00:00:00:00:00:00");
  return [hostname(), ...new Set(macs)].sort().join(" ");
}

function distribution(): string {
  return /^PRETTY_NAME="?([^"\n]+)"?$/m.exec(read("/etc/os-release"))?.[1] ?? "";
}

function firstLine(path: string): string {
  return read(path).split("\n")[0]?.trim() ?? "";
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
