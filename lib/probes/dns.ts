import { Resolver } from "node:dns/promises";
import { isIP } from "node:net";
import type { DnsInput } from "@/lib/probes/check-input";
import { gaugeSample, phase } from "@/lib/probes/phases";
import { ProbeFailure } from "@/lib/probes/probe";
import type { ProbeRun } from "@/lib/probes/run-probe";

const DNS_PORT = 53;

/** Asks a name server for records of one type; fails as `dns` when it does not answer or has none, as `mismatch` when an expected one is absent. */
export async function probeDns(input: DnsInput, run: ProbeRun): Promise<void> {
  const resolver = new Resolver({ timeout: 2_000, tries: 3 });
  if (input.server !== undefined) resolver.setServers([judgedServer(input.server, run)]);
  run.signal.addEventListener("abort", () => resolver.cancel(), { once: true });
  const started = performance.now();
  const answers = await ask(resolver, input);
  run.take(phase("query", performance.now() - started));
  run.take(gaugeSample("check_dns_answers", answers.length, "count"));
  if (answers.length === 0) throw new ProbeFailure("dns", `no ${input.type} record`);
  const found = new Set(answers.map(plain));
  const absent = (input.expect ?? []).find((wanted) => !found.has(plain(wanted)));
  if (absent !== undefined) throw new ProbeFailure("mismatch", `${absent} is not among the answers`);
}

function judgedServer(server: string, run: ProbeRun): string {
  const bracketed = /^\[([^\]]+)\](?::(\d+))?$/.exec(server);
  const dotted = /^([^:]+)(?::(\d+))?$/.exec(server);
  const address = bracketed?.[1] ?? dotted?.[1] ?? server;
  const port = Number(bracketed?.[2] ?? dotted?.[2] ?? DNS_PORT);
  if (isIP(address) === 0) throw new ProbeFailure("input", "the name server has to be a numeric address");
  if (run.guard && !run.guard(address, port)) {
    throw new ProbeFailure("address-refused", "the name server's address is not asked from here");
  }
  return isIP(address) === 6 ? `[${address}]:${port}` : `${address}:${port}`;
}

async function ask(resolver: Resolver, { name, type }: DnsInput): Promise<string[]> {
  try {
    switch (type) {
      case "A":
        return await resolver.resolve4(name);
      case "AAAA":
        return await resolver.resolve6(name);
      case "CNAME":
        return await resolver.resolveCname(name);
      case "NS":
        return await resolver.resolveNs(name);
      case "MX":
        return (await resolver.resolveMx(name)).map(({ exchange }) => exchange);
      case "TXT":
        return (await resolver.resolveTxt(name)).map((parts) => parts.join(""));
      default:
        throw new ProbeFailure("input", "this type of record is not asked for");
    }
  } catch (error) {
    if (error instanceof ProbeFailure) throw error;
    const code = (error as NodeJS.ErrnoException).code ?? "failed";
    if (code === "ETIMEOUT" || code === "ECANCELLED")
      throw new ProbeFailure("timeout", "the name server did not answer");
    throw new ProbeFailure("dns", `${type} ${name}: ${code}`);
  }
}

// Host names are written with and without the root's dot, in any case.
function plain(answer: string): string {
  return answer.toLowerCase().replace(/\.$/, "");
}
