import { door } from "@/lib/http/door";
import { RevokeKey, revokeKey } from "@/lib/identity/keys/revoke-key";

export const DELETE = door(RevokeKey, revokeKey);
