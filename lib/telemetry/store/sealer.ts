import { closeSegment, openSegment, type Segment } from "@/lib/telemetry/store/journal/segments";
import { Partitions } from "@/lib/telemetry/store/partitions";
import { carryOver, carryShare } from "@/lib/telemetry/store/seal/carry";
import {
  inSealing,
  type SealPoint,
  type SealSurroundings,
  SegmentGone,
  sealOrganization,
} from "@/lib/telemetry/store/seal/seal-segment";
import type { DatabaseStore } from "@/lib/telemetry/store/store";

const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
// Batches of the last seconds of an hour are on their way when it ends: sealed with it, its chunks need not be written twice.
const GRACE_MS = 45_000;
// Past this a segment is sealed before its hour is over: a restart must replay it in seconds.
const SAMPLES_IN_SEGMENT = 20_000_000;
// Moving what belongs to the hour that is still running costs less than writing its chunks twice, up to about this share.
const CARRY_AT_MOST = 0.2;

export type SealerOptions = { store: DatabaseStore; reach?: (point: SealPoint) => void | Promise<void> };
export type Sealed = { segments: number; samples: number };

/** Turns closed journal segments into chunks and roll-ups. One process at a time should tick it (under a lease); two do no harm. */
export interface Sealer {
  /** Opens the next segment when it is time, closes the one before, seals what is closed. Safe to repeat after a crash at any point. */
  tick(now: Date): Promise<Sealed>;
  /** Seals everything there is, up to now: for shutting down a bench or a test. */
  sealAll(now: Date): Promise<Sealed>;
}

export function createSealer({ store, reach = () => undefined }: SealerOptions): Sealer {
  return new SegmentSealer(store, reach);
}

class SegmentSealer implements Sealer {
  private readonly around: SealSurroundings;

  constructor(
    private readonly store: DatabaseStore,
    reach: (point: SealPoint) => void | Promise<void>,
  ) {
    const pool = store.options.database.system;
    this.around = { pool, reach, partitions: new Partitions(pool) };
  }

  async tick(now: Date): Promise<Sealed> {
    const ms = now.getTime();
    await this.around.partitions.ensure([ms, ms + DAY_MS]);
    await this.store.catchUp();
    await this.rotate(ms, false);
    return this.sealClosed(now, false);
  }

  async sealAll(now: Date): Promise<Sealed> {
    await this.store.catchUp();
    await this.rotate(now.getTime(), true);
    return this.sealClosed(now, true);
  }

  private async rotate(nowMs: number, always: boolean): Promise<void> {
    const { pool, reach } = this.around;
    const { segments } = this.store.core;
    const open = segments.list.filter(({ closed }) => !closed);
    const newest = open.at(-1);
    if (!newest || always || this.isDue(newest, nowMs)) {
      await openSegment(pool, Math.floor(nowMs / HOUR_MS), newest?.id);
      await reach("rotated");
      await this.store.catchUp();
    }
    const last = segments.current;
    for (const segment of segments.list) {
      if (segment.closed || segment.id === last) continue;
      await closeSegment(pool, segment.id);
      await reach("closed");
    }
  }

  private isDue({ id, hour, asked }: Segment, nowMs: number): boolean {
    if (this.samplesIn(id) === 0) return false;
    return asked || nowMs >= (hour + 1) * HOUR_MS + GRACE_MS || this.samplesIn(id) > SAMPLES_IN_SEGMENT;
  }

  private samplesIn(segment: number): number {
    let samples = 0;
    for (const { head } of this.store.core.organizations.all()) {
      for (const generation of head.generations) if (generation.segment === segment) samples += generation.samples;
    }
    return samples;
  }

  private async sealClosed(now: Date, whole: boolean): Promise<Sealed> {
    const { segments, follower, writer } = this.store.core;
    const sealed: Sealed = { segments: 0, samples: 0 };
    await this.store.catchUp();
    // A commit of our own may be in doubt; once it is settled, what it left is read back.
    await writer.settled();
    await this.store.catchUp();
    for (const { id, closed } of [...segments.list]) {
      if (!closed) continue;
      if (!follower.isComplete(id)) break;
      const samples = this.samplesIn(id);
      if (!(await this.seal(id, now, whole))) continue;
      sealed.segments++;
      sealed.samples += samples;
    }
    return sealed;
  }

  /** False when another sealer was faster. */
  private async seal(segment: number, now: Date, whole: boolean): Promise<boolean> {
    try {
      const endMs = whole ? Number.POSITIVE_INFINITY : await this.carry(segment, now);
      for (const organization of this.store.core.organizations.all()) {
        const generation = organization.head.generations.find((one) => one.segment === segment);
        if (generation) await sealOrganization(this.around, organization, generation, endMs);
      }
      await this.drop(segment);
      return true;
    } catch (error) {
      if (error instanceof SegmentGone) return false;
      // Retention may have dropped a partition that a very late sample needs again.
      this.around.partitions.doubt();
      throw error;
    }
  }

  /** Moves what belongs to the hour that is still running into the open segment; returns where sealing ends. */
  private async carry(segment: number, now: Date): Promise<number> {
    const endMs = Math.floor(now.getTime() / HOUR_MS) * HOUR_MS;
    const organizations = [...this.store.core.organizations.all()];
    if (carryShare(organizations, segment, endMs) > CARRY_AT_MOST) return Number.POSITIVE_INFINITY;
    for (const organization of organizations) await carryOver(this.store, organization, segment, endMs, now);
    await this.around.reach("carried");
    return endMs;
  }

  private async drop(segment: number): Promise<void> {
    await this.around.reach("dropping");
    await inSealing(this.around, segment, async (client) => {
      await client.query(`DROP TABLE IF EXISTS store.journal_${segment}`);
      await client.query("DELETE FROM store.segment WHERE id = $1", [segment]);
    });
    await this.around.reach("dropped");
    await this.store.catchUp();
  }
}
