import { door } from "@/lib/http/door";
import { RevokeSession, revokeSession } from "@/lib/identity/sessions/revoke-session";

export const DELETE = door(RevokeSession, revokeSession);
