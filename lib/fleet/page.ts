import { z } from "zod";
import { Refusal } from "@/lib/kernel/refusal";

/** One page of a list; `nextCursor` asks for the page after it, null when this is the last. */
export type Page<T> = { items: T[]; nextCursor: string | null; total: number };

const PAGE_LIMIT = 200;

/** The query of every list: how many, after which, words that the name has to contain. */
export const PageInput = {
  limit: z.coerce.number().int().min(1).max(PAGE_LIMIT).default(50),
  cursor: z.string().max(600).optional(),
  search: z.string().trim().max(100).optional(),
};

type Input = { limit: number; cursor?: string | undefined; search?: string | undefined };
type Named = { id: string; name: string };

/** The condition that a name holds the words searched for; nothing when none are. */
export function named({ search }: Pick<Input, "search">) {
  return search ? { name: { contains: search, mode: "insensitive" as const } } : {};
}

/** The condition, order and size that fetch one page by name, and one row more to tell whether another follows. */
export function pageOf({ limit, cursor }: Input) {
  const after = readCursor(cursor);
  return {
    where: after ? { OR: [{ name: { gt: after.name } }, { name: after.name, id: { gt: after.id } }] } : {},
    orderBy: [{ name: "asc" as const }, { id: "asc" as const }],
    take: limit + 1,
  };
}

/** The rows that belong to the page, and the cursor of the next one. */
export function cut<T extends Named>(rows: readonly T[], { limit }: Pick<Input, "limit">) {
  const page = rows.slice(0, limit);
  const last = rows.length > limit ? page.at(-1) : undefined;
  return { page, nextCursor: last ? writeCursor(last) : null };
}

function writeCursor({ name, id }: Named): string {
  return Buffer.from(JSON.stringify([name, id])).toString("base64url");
}

function readCursor(text: string | undefined): Named | undefined {
  if (text === undefined) return undefined;
  try {
    const [name, id] = JSON.parse(Buffer.from(text, "base64url").toString("utf8")) as [unknown, unknown];
    if (typeof name === "string" && typeof id === "string" && /^[0-9a-f-]{36}$/.test(id)) return { name, id };
  } catch {}
  throw new Refusal("invalid", "refusals.invalid", {}, [{ path: "cursor", messageKey: "refusals.field.invalid" }]);
}
