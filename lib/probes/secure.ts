import { isIP, type Socket } from "node:net";
import { connect, type TLSSocket } from "node:tls";
import { certificateFacts } from "@/lib/probes/certificate";
import { gaugeSample } from "@/lib/probes/phases";
import { ProbeFailure } from "@/lib/probes/probe";
import type { ProbeRun } from "@/lib/probes/run-probe";

export interface SecureOptions {
  readonly serverName: string;
  readonly insecure?: boolean | undefined;
  readonly authority?: string | undefined;
  readonly protocols?: string[];
}

/**
 * Speaks TLS over an open connection. The certificate is read first and judged afterwards, so that a broken one still tells its days.
 * Emits check_tls_days_left and check_tls_chain_length; fails as `tls` with OpenSSL's word for what is wrong.
 */
export async function secure(socket: Socket, options: SecureOptions, run: ProbeRun): Promise<TLSSocket> {
  const name = options.serverName.replace(/^\[|\]$/g, "").replace(/\.$/, "");
  const secured = connect({
    socket,
    // SNI carries names only; an address is matched against the certificate all the same.
    ...(isIP(name) === 0 ? { servername: name } : { host: name }),
    rejectUnauthorized: false,
    ...(options.authority === undefined ? {} : { ca: options.authority }),
    ...(options.protocols ? { ALPNProtocols: options.protocols } : {}),
  });
  await new Promise<void>((resolve, reject) => {
    secured.once("secureConnect", resolve);
    secured.on("error", (error: NodeJS.ErrnoException) => reject(new ProbeFailure("tls", error.code ?? error.message)));
    secured.once("close", () => reject(new ProbeFailure("tls", "the connection was closed during the handshake")));
  });
  const facts = certificateFacts(
    secured.getPeerCertificate(true),
    run.nowMs?.() ?? performance.timeOrigin + performance.now(),
  );
  if (Number.isFinite(facts.daysLeft)) run.take(gaugeSample("check_tls_days_left", facts.daysLeft, "days"));
  run.take(gaugeSample("check_tls_chain_length", facts.chainLength, "count"));
  if (!options.insecure && !secured.authorized) {
    throw new ProbeFailure("tls", String(secured.authorizationError ?? "the certificate is not valid"));
  }
  return secured;
}
