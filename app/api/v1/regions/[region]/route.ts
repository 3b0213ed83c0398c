import { DeleteRegion, deleteRegion } from "@/lib/fleet/regions/delete-region";
import { ShowRegion, showRegion } from "@/lib/fleet/regions/list-regions";
import { UpdateRegion, updateRegion } from "@/lib/fleet/regions/update-region";
import { door } from "@/lib/http/door";

export const GET = door(ShowRegion, showRegion);
export const PATCH = door(UpdateRegion, updateRegion);
export const DELETE = door(DeleteRegion, deleteRegion);
