import { beforeAll, describe, expect, it } from "vitest";
import { linkHash } from "@/lib/identity/audit/chain";
import { record } from "@/lib/identity/audit/record";
import { inTransaction } from "@/lib/platform/transaction";
import { type TestDatabase, testDatabase } from "@/lib/testing/database";

describe("the record of changes", () => {
  let test: TestDatabase;
  beforeAll(async () => {
    test = await testDatabase();
  });
  const write = (id: string, fail = false) =>
    inTransaction(test.ctx(), async (tx) => {
      const seq = await record(tx, "test.happened", {
        subject: { kind: "thing", id },
        after: { id, password: "never" },
      });
      if (fail) throw new Error("rolled back");
      return seq;
    });
  const all = () => inTransaction(test.ctx(), (tx) => tx.record.findMany({ orderBy: { seq: "asc" } }));

  it("has no gap and no fork when many writers meet and some roll back", async () => {
    const outcomes = await Promise.allSettled(Array.from({ length: 12 }, (_, i) => write(`t${i}`, i % 4 === 0)));
    const kept = outcomes.filter((outcome) => outcome.status === "fulfilled").length;
    const rows = await all();
    expect(kept).toBe(9);
    expect(rows.map((row) => row.seq)).toEqual(Array.from({ length: 9 }, (_, i) => BigInt(i + 1)));
    rows.forEach((row, i) => {
      expect(Buffer.from(row.prevHash)).toEqual(Buffer.from(rows[i - 1]?.hash ?? new Uint8Array(32)));
    });
  });

  it("is chained by hashes that anyone can compute again from the row alone", async () => {
    const [first] = await all();
    if (!first) throw new Error("no record");
    const { prevHash, hash, at, ...columns } = first;
    expect(linkHash(prevHash, { ...columns, atMs: at.getTime() })).toEqual(Buffer.from(hash));
    expect(linkHash(prevHash, { ...columns, atMs: at.getTime(), actorName: "someone else" })).not.toEqual(
      Buffer.from(hash),
    );
  });

  it("keeps no secret of what it describes", async () => {
    const rows = await all();
    expect(JSON.stringify(rows.map((row) => row.after))).not.toContain("never");
  });

  it("can be added to and never changed, by the table's own owner neither", async () => {
    await expect(test.owner.query("UPDATE record SET kind = 'x'")).rejects.toThrow(/append-only/);
    await expect(test.owner.query("DELETE FROM record")).rejects.toThrow(/append-only/);
    await expect(test.owner.query("TRUNCATE record")).rejects.toThrow(/append-only/);
  });
});
