import { expect, test } from "vitest";
import { testDatabase } from "@/lib/testing/database";

test("a connection that the server cuts while it is held between two statements fails its next statement, not the process", async () => {
  const { db, owner } = await testDatabase();
  const client = await db.system.connect();
  const { rows } = await client.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
  const ended = new Promise((resolve) => client.once("end", resolve));
  await owner.query("SELECT pg_terminate_backend($1)", [rows[0]?.pid]);
  await ended;
  await expect(client.query("SELECT 1")).rejects.toThrow();
  client.release(true);
  expect((await db.system.query("SELECT 1 AS one")).rows).toEqual([{ one: 1 }]);
});
