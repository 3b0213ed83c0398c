import type { TlsInput } from "@/lib/probes/check-input";
import { phase } from "@/lib/probes/phases";
import { ProbeFailure, type ProbeSample } from "@/lib/probes/probe";
import { reach } from "@/lib/probes/reach";
import type { ProbeRun } from "@/lib/probes/run-probe";
import { secure } from "@/lib/probes/secure";

/** Reads a server's chain: days left, length, whether it verifies and carries the name; fails below `minDays`. */
export async function probeTls(input: TlsInput, run: ProbeRun): Promise<void> {
  const reached = await reach(input.host, input.port, run);
  let daysLeft = Number.POSITIVE_INFINITY;
  const take = (sample: ProbeSample) => {
    if (sample.series.name === "check_tls_days_left") daysLeft = sample.value;
    run.take(sample);
  };
  try {
    take(phase("dns", reached.dnsMs));
    take(phase("connect", reached.connectMs));
    const started = performance.now();
    await secure(
      reached.socket,
      { serverName: input.serverName ?? input.host, authority: input.authority },
      { ...run, take },
    );
    take(phase("tls", performance.now() - started));
  } finally {
    reached.socket.destroy();
  }
  if (daysLeft < (input.minDays ?? 0)) throw new ProbeFailure("tls", `${daysLeft} days left`);
}
