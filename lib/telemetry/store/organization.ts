import type pg from "pg";
import { Registry } from "@/lib/telemetry/series/registry";
import { loadSeries, loadSeriesById, storeSeries } from "@/lib/telemetry/series/series-table";
import { OrganizationHead } from "@/lib/telemetry/store/head/organization-head";

/** What a process holds of one organization: its series and their recent samples. */
export class Organization {
  readonly registry: Registry;
  readonly head: OrganizationHead;
  private loading: Promise<void> | undefined;
  private loaded = false;
  private storing: Promise<void> = Promise.resolve();

  constructor(
    readonly id: string,
    private readonly pool: pg.Pool,
    seriesLimit: number,
  ) {
    this.registry = new Registry(seriesLimit);
    this.head = new OrganizationHead(this.registry);
  }

  /** Undefined when the series are loaded already: the hot path awaits nothing. A failed load is tried again by the next caller. */
  ready(): Promise<void> | undefined {
    if (this.loaded) return undefined;
    this.loading ??= loadSeries(this.pool, this.id, this.registry).then(
      () => {
        this.loaded = true;
      },
      (error: unknown) => {
        this.loading = undefined;
        throw error;
      },
    );
    return this.loading;
  }

  /** Stores new series, one caller after the other. */
  store(slots: number[], now: Date): Promise<void> {
    const mine = this.storing.then(() => storeSeries(this.pool, this.id, this.registry, slots, now));
    this.storing = mine.catch(() => undefined);
    return mine;
  }

  /** Makes sure that series stored by another process are known here. */
  async learn(ids: number[]): Promise<void> {
    const unknown = ids.filter((id) => this.registry.slotOf(id) === undefined);
    if (unknown.length > 0) await loadSeriesById(this.pool, this.id, this.registry, unknown);
  }
}

/** The organizations that this process has met. */
export class Organizations {
  private readonly known = new Map<string, Organization>();

  constructor(
    private readonly pool: pg.Pool,
    private readonly seriesLimit: number,
  ) {}

  open(id: string): Organization {
    let organization = this.known.get(id);
    if (!organization) {
      organization = new Organization(id, this.pool, this.seriesLimit);
      this.known.set(id, organization);
    }
    return organization;
  }

  all(): IterableIterator<Organization> {
    return this.known.values();
  }

  headBytes(): number {
    let bytes = 0;
    for (const { head } of this.known.values()) bytes += head.bytes;
    return bytes;
  }
}
