import { DeleteMaintenance, deleteMaintenance } from "@/lib/checks/maintenance/delete-maintenance";
import { UpdateMaintenance, updateMaintenance } from "@/lib/checks/maintenance/update-maintenance";
import { door } from "@/lib/http/door";

export const PATCH = door(UpdateMaintenance, updateMaintenance);
export const DELETE = door(DeleteMaintenance, deleteMaintenance);
