import { createHash, randomBytes } from "node:crypto";

/** A bearer secret of 256 random bits behind a readable prefix, such as `nk_3f9a1c…_…`: the prefix names it in lists, the hash is all that is stored. */
export function newToken(kind: "nk" | "nc" | "ne" | "ns"): { token: string; prefix: string; hash: Buffer } {
  const prefix = `${kind}_${randomBytes(6).toString("hex")}`;
  const token = `${prefix}_${randomBytes(32).toString("base64url")}`;
  return { token, prefix, hash: hashToken(token) };
}

/** The SHA-256 under which a token is stored: tokens are random, so no slow hash is needed. */
export function hashToken(token: string): Buffer {
  return createHash("sha256").update(token).digest();
}
