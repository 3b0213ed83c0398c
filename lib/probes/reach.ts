import { lookup } from "node:dns/promises";
import { connect, isIP, type Socket } from "node:net";
import { type ProbeContext, ProbeFailure, type Resolve } from "@/lib/probes/probe";

/** An open connection to an address that was judged, and how long the way there took. */
export interface Reached {
  readonly socket: Socket;
  readonly address: string;
  readonly dnsMs: number;
  readonly connectMs: number;
}

const systemResolve: Resolve = async (hostname) => {
  const found = await lookup(hostname, { all: true, verbatim: true });
  return found.map(({ address }) => address);
};

/**
 * Resolves a host once, has every address judged (one refused address refuses all, so that a name cannot mix them), and connects to a
 * judged address itself: what the name says a moment later no longer matters. Fails as `dns`, `address-refused` or `connect`.
 */
export async function reach(
  host: string,
  port: number,
  context: ProbeContext & { signal: AbortSignal },
): Promise<Reached> {
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new ProbeFailure("input", "the port is not a port");
  const started = performance.now();
  const addresses = await resolveAll(host, context.resolve ?? systemResolve);
  const resolved = performance.now();
  if (context.guard) {
    for (const address of addresses) {
      if (isIP(address) === 0 || !context.guard(address, port)) {
        throw new ProbeFailure("address-refused", `${host} leads to an address that is not checked from here`);
      }
    }
  }
  const { socket, address } = await connectToFirst(addresses, port, context.signal);
  return { socket, address, dnsMs: resolved - started, connectMs: performance.now() - resolved };
}

async function resolveAll(host: string, resolve: Resolve): Promise<readonly string[]> {
  const bare = host.replace(/^\[|\]$/g, "");
  if (isIP(bare) !== 0) return [bare];
  if (bare === "" || bare.length > 253) throw new ProbeFailure("input", "the host is not a host");
  let addresses: readonly string[];
  try {
    addresses = await resolve(bare);
  } catch (error) {
    throw new ProbeFailure("dns", `${bare}: ${(error as NodeJS.ErrnoException).code ?? "not resolved"}`);
  }
  if (addresses.length === 0) throw new ProbeFailure("dns", `${bare} has no address`);
  return addresses;
}

// In the resolver's order, the next one when one refuses; the deadline is the caller's signal.
async function connectToFirst(addresses: readonly string[], port: number, signal: AbortSignal) {
  let failure: ProbeFailure | undefined;
  for (const address of addresses.slice(0, 4)) {
    try {
      return { socket: await connectTo(address, port, signal), address };
    } catch (error) {
      failure = error as ProbeFailure;
      if (signal.aborted) break;
    }
  }
  throw failure ?? new ProbeFailure("connect", "no address");
}

function connectTo(address: string, port: number, signal: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(new ProbeFailure("timeout", "no answer in time"));
      return;
    }
    const socket = connect({ host: address, port, noDelay: true });
    // The socket outlives this promise: whoever holds it, an abort ends it.
    const stop = () => socket.destroy(new ProbeFailure("timeout", "no answer in time"));
    signal.addEventListener("abort", stop, { once: true });
    socket.once("close", () => signal.removeEventListener("abort", stop));
    socket.once("connect", () => {
      socket.removeListener("error", fail);
      // Errors after this belong to whoever reads; without a listener they would end the process.
      socket.on("error", () => undefined);
      resolve(socket);
    });
    const fail = (error: NodeJS.ErrnoException) => {
      reject(
        error instanceof ProbeFailure
          ? error
          : new ProbeFailure("connect", `${address}:${port} ${error.code ?? error.message}`),
      );
    };
    socket.once("error", fail);
  });
}
