import { z } from "zod";

/** Fields that many schemas share: names, short names, references by id or short name, the version an edit has read. */
export const Slug = z
  .string()
  .max(63)
  .regex(/^[a-z0-9](-?[a-z0-9])*$/);
export const Name = z.string().trim().min(1).max(200);
export const Ref = z.string().min(1).max(63);
export const Version = z.coerce.number().int().min(1);

/** A short name made of a name: `Gate Management` becomes `gate-management`; empty when no Latin letter or digit is in it. */
export function slugOf(name: string): string {
  return name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 63)
    .replace(/-+$/, "");
}
