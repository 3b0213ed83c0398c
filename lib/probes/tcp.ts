import type { TcpInput } from "@/lib/probes/check-input";
import { phase } from "@/lib/probes/phases";
import { ProbeFailure } from "@/lib/probes/probe";
import { reach } from "@/lib/probes/reach";
import type { ProbeRun } from "@/lib/probes/run-probe";

const MOST_ANSWER_BYTES = 64 * 1024;

/** Connects; with `send` says it, with `expect` waits until the answer (64 KiB at most) contains it. */
export async function probeTcp(input: TcpInput, run: ProbeRun): Promise<void> {
  const reached = await reach(input.host, input.port, run);
  const { socket } = reached;
  try {
    run.take(phase("dns", reached.dnsMs));
    run.take(phase("connect", reached.connectMs));
    if (input.send !== undefined) socket.write(input.send);
    if (input.expect !== undefined) await waitFor(socket, input.expect);
  } finally {
    socket.destroy();
  }
}

async function waitFor(socket: NodeJS.ReadableStream, expected: string): Promise<void> {
  let said = "";
  for await (const part of socket) {
    said += (part as Buffer).toString("latin1");
    if (said.includes(Buffer.from(expected).toString("latin1"))) return;
    if (said.length > MOST_ANSWER_BYTES) break;
  }
  throw new ProbeFailure("mismatch", "the answer does not contain what was expected");
}
