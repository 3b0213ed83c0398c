import { ShowCollector, showCollector } from "@/lib/fleet/collectors/list-collectors";
import { RenameCollector, renameCollector } from "@/lib/fleet/collectors/rename-collector";
import { deleteCollector, RevokeCollector } from "@/lib/fleet/collectors/revoke-collector";
import { door } from "@/lib/http/door";

export const GET = door(ShowCollector, showCollector);
export const PATCH = door(RenameCollector, renameCollector);
export const DELETE = door(RevokeCollector, deleteCollector);
