import {
  type BatchAnswer,
  type BatchMessage,
  type ChecksMessage,
  CUT_CODES,
  type CutCode,
  type Hello,
  type HelloAnswer,
} from "@/lib/probes/collector-wire";

/** A way to the console that is open: the words are the same over the socket and over HTTP. */
export interface Link {
  readonly kind: "socket" | "http";
  /** Batches that may be under way at once. */
  readonly window: number;
  /** True when each batch has to carry every definition it uses. */
  readonly forgetful: boolean;
  hello(hello: Hello): Promise<HelloAnswer>;
  batch(batch: BatchMessage): Promise<BatchAnswer>;
  onChecks(listener: (message: ChecksMessage) => void): void;
  /** Resolves when the link is gone, with a word why. */
  readonly gone: Promise<string>;
  close(): void;
}

/** An answer that did not come, or a link that did not open. */
export class LinkFailure extends Error {
  /** Set when the console refused the token itself. */
  readonly cut: CutCode | undefined;

  constructor(reason: string) {
    super(reason);
    this.cut = CUT_CODES.find((code) => code === reason);
  }
}

export interface LinkTarget {
  readonly server: string;
  readonly token: string;
  /** PEM of an own authority for the console's certificate. */
  readonly authority?: string | undefined;
  readonly answerWithinMs: number;
}
