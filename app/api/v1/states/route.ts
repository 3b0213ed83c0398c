import { ListStateChanges, listStateChanges } from "@/lib/fleet/list-state-changes";
import { door } from "@/lib/http/door";

export const GET = door(ListStateChanges, listStateChanges);
