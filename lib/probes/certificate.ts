import type { PeerCertificate } from "node:tls";

export interface CertificateFacts {
  /** Days until the first certificate of the chain ends; below zero when one has. */
  readonly daysLeft: number;
  readonly chainLength: number;
  readonly subject: string;
}

const DAY_MS = 86_400_000;
const LONGEST_CHAIN = 10;

/** What an operator has to know of a chain, at that moment (milliseconds since 1970). */
export function certificateFacts(
  leaf: PeerCertificate & { issuerCertificate?: PeerCertificate },
  nowMs: number,
): CertificateFacts {
  let daysLeft = Number.POSITIVE_INFINITY;
  let chainLength = 0;
  const seen = new Set<string>();
  let current: (PeerCertificate & { issuerCertificate?: PeerCertificate }) | undefined = leaf;
  while (current?.valid_to && !seen.has(current.fingerprint256) && chainLength < LONGEST_CHAIN) {
    seen.add(current.fingerprint256);
    daysLeft = Math.min(daysLeft, (Date.parse(current.valid_to) - nowMs) / DAY_MS);
    chainLength++;
    current = current.issuerCertificate;
  }
  return { daysLeft: Math.round(daysLeft * 100) / 100, chainLength, subject: String(leaf.subject?.CN ?? "") };
}
