import { DeleteInstance, deleteInstance } from "@/lib/fleet/instances/delete-instance";
import { UpdateInstance, updateInstance } from "@/lib/fleet/instances/update-instance";
import { door } from "@/lib/http/door";

export const PATCH = door(UpdateInstance, updateInstance);
export const DELETE = door(DeleteInstance, deleteInstance);
