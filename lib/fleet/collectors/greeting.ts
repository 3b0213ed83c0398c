import type { Hello } from "@/lib/probes/collector-wire";

/** What is remembered of a collector's last connections. */
export interface Remembered {
  readonly machineId: string | null;
  readonly lineage: string | null;
  readonly epoch: number;
  readonly ackSeq: number;
}

export type Greeting =
  | { readonly kind: "continue"; readonly epoch: number; readonly ackSeq: number }
  | { readonly kind: "grant"; readonly epoch: number; readonly machineId: string; readonly lineage: string }
  | { readonly kind: "intruder" };

/**
 * Decides how a collector that says hello goes on. Its numbers count within an epoch that the console grants:
 * the same spool continues where it was acknowledged; a new spool, one that lost what it had sent, or one whose epoch the console
 * does not know gets the next epoch; another machine, or a spool that was overtaken, is an intruder with a copied token.
 */
export function greet(
  remembered: Remembered,
  hello: Pick<Hello, "machineId" | "lineage" | "epoch" | "recoveredSeq">,
): Greeting {
  const { machineId, lineage } = hello;
  if (remembered.machineId !== null && remembered.machineId !== machineId) return { kind: "intruder" };
  const sameSpool = remembered.lineage === lineage;
  if (!sameSpool && hello.epoch > 0 && hello.epoch < remembered.epoch) return { kind: "intruder" };
  const lostTail = hello.recoveredSeq < remembered.ackSeq;
  if (sameSpool && remembered.epoch > 0 && !lostTail) {
    return { kind: "continue", epoch: remembered.epoch, ackSeq: remembered.ackSeq };
  }
  return { kind: "grant", epoch: Math.max(remembered.epoch, hello.epoch) + 1, machineId, lineage };
}
