import { expect, test } from "vitest";
import { inTransaction } from "@/lib/platform/transaction";
import { testDatabase } from "@/lib/testing/database";

test("a context sees its own organization and no other", async () => {
  const here = await testDatabase();
  const there = await here.otherOrg();
  const seen = await inTransaction(here.ctx(), (tx) => tx.organization.findMany({ select: { id: true } }));
  expect(seen).toEqual([{ id: here.org }]);
  expect(there.org).not.toBe(here.org);
});

test("words of Korean are found by trigrams", async () => {
  const { owner } = await testDatabase();
  const { rows } = await owner.query("SELECT show_trgm('결제 서비스') <> '{}' AS found");
  expect(rows).toEqual([{ found: true }]);
});
