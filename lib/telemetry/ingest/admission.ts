import { Refusal } from "@/lib/kernel/refusal";
import type { IngestLimits } from "@/lib/telemetry/ingest/limits";

type Load = { requests: number; bytes: number };

/** One request that was let in: `hold` counts bytes as they come, `leave` gives everything back (once). */
export type Admitted = { hold(bytes: number): void; leave(): void };

/**
 * Bounds the requests and bytes in flight of one process, and lets no organization take more than half.
 * Throws a `Refusal` (unavailable, so that senders keep the data and come again) when there is no room.
 */
export class Admission {
  private readonly all: Load = { requests: 0, bytes: 0 };
  private readonly loads = new Map<string, Load>();

  constructor(private readonly limits: IngestLimits) {}

  enter(org: string): Admitted {
    const own = this.loads.get(org) ?? { requests: 0, bytes: 0 };
    const most = this.limits.requestsInFlight;
    if (this.all.requests >= most || own.requests >= most / 2) throw this.busy();
    this.loads.set(org, own);
    own.requests++;
    this.all.requests++;
    let held = 0;
    let inside = true;
    return {
      hold: (bytes) => {
        held += bytes;
        own.bytes += bytes;
        this.all.bytes += bytes;
        if (this.all.bytes > this.limits.bytesInFlight || own.bytes > this.limits.bytesInFlight / 2) throw this.busy();
      },
      leave: () => {
        if (!inside) return;
        inside = false;
        own.requests--;
        own.bytes -= held;
        this.all.requests--;
        this.all.bytes -= held;
        if (own.requests === 0) this.loads.delete(org);
      },
    };
  }

  private busy(): Refusal {
    return new Refusal("unavailable", "ingest.busy", { retryAfterSeconds: this.limits.retryAfterSeconds });
  }
}
