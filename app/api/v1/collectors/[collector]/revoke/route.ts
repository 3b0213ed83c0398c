import { RevokeCollector, revokeCollector } from "@/lib/fleet/collectors/revoke-collector";
import { door } from "@/lib/http/door";

export const POST = door(RevokeCollector, revokeCollector);
