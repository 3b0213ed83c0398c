import { z } from "zod";
import { Refusal } from "@/lib/kernel/refusal";

/** One page of a list; `nextCursor` asks for the page after it, null when this is the last. */
export type Page<T> = { items: T[]; nextCursor: string | null; total: number };

export const PAGE_LIMIT = 200;

/** The query of every list: how many, after which, words that the name has to contain. */
export const PageInput = {
  limit: z.coerce.number().int().min(1).max(PAGE_LIMIT).default(50),
  cursor: z.string().max(400).optional(),
  search: z.string().trim().max(100).optional(),
};

/** Where a page ended: the last row's sort key and id. */
export type Cursor = { key: string; id: string };

/** The cursor as text for a URL. */
export function writeCursor({ key, id }: Cursor): string {
  return Buffer.from(JSON.stringify([key, id])).toString("base64url");
}

/** The cursor of a request; a text that no page has given is refused as invalid. */
export function readCursor(text: string | undefined): Cursor | undefined {
  if (text === undefined) return undefined;
  try {
    const [key, id] = JSON.parse(Buffer.from(text, "base64url").toString("utf8")) as [unknown, unknown];
    if (typeof key === "string" && typeof id === "string" && /^[0-9a-f-]{36}$/.test(id)) return { key, id };
  } catch {}
  throw new Refusal("invalid", "refusals.invalid", {}, [{ path: "cursor", messageKey: "refusals.field.invalid" }]);
}
