import pg from "pg";
import { runningUrl } from "@/bin/launch/database.js";

const UNITS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
/** Every process reads the offset four times a second; after this the last of them has. */
const SEEN_MS = 700;

/** Moves business time for every process of the product that runs on `data`. */
export type TestClock = { forward(span: `${number}${keyof typeof UNITS}`): Promise<void> };

export function clockOf(data: string): TestClock {
  return {
    async forward(span) {
      const unit = span.at(-1) as keyof typeof UNITS;
      const ms = Number(span.slice(0, -1)) * UNITS[unit];
      await asOwner(data, (owner) => owner.query("UPDATE clock_offset SET ms = ms + $1", [ms]));
      await new Promise((resolve) => setTimeout(resolve, SEEN_MS));
    },
  };
}

/** Runs `work` on the product's database as its owner, to arrange or to assert. */
export async function asOwner<T>(data: string, work: (owner: pg.Client) => Promise<T>): Promise<T> {
  const owner = new pg.Client({ connectionString: runningUrl(data) });
  await owner.connect();
  try {
    return await work(owner);
  } finally {
    await owner.end();
  }
}
