import type pg from "pg";

export type Lease = { name: string; holder: string; fence: bigint };

/** Takes the lease if it is free, expired or already ours; the fence rises whenever the holder changes. Undefined when another holds it. */
export async function claimLease(
  pool: pg.Pool,
  name: string,
  holder: string,
  seconds: number,
): Promise<Lease | undefined> {
  const { rows } = await pool.query<{ fence: string }>(
    `INSERT INTO lease AS held (name, holder, fence, until) VALUES ($1, $2, 1, clock_timestamp() + $3 * interval '1 second')
     ON CONFLICT (name) DO UPDATE SET
       fence = CASE WHEN held.holder = excluded.holder THEN held.fence ELSE held.fence + 1 END,
       holder = excluded.holder, until = excluded.until
     WHERE held.holder = excluded.holder OR held.until < clock_timestamp()
     RETURNING fence`,
    [name, holder, seconds],
  );
  const row = rows[0];
  return row && { name, holder, fence: BigInt(row.fence) };
}

/** Gives the lease up at once, so that another process need not wait for it to expire. */
export async function releaseLease(pool: pg.Pool, lease: Lease): Promise<void> {
  await pool.query(
    "UPDATE lease SET until = clock_timestamp() - interval '1 second' WHERE name = $1 AND holder = $2 AND fence = $3",
    [lease.name, lease.holder, lease.fence.toString()],
  );
}
