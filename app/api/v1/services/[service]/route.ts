import { DeleteService, deleteService } from "@/lib/fleet/services/delete-service";
import { ShowService, showService } from "@/lib/fleet/services/show-service";
import { UpdateService, updateService } from "@/lib/fleet/services/update-service";
import { door } from "@/lib/http/door";

export const GET = door(ShowService, showService);
export const PATCH = door(UpdateService, updateService);
export const DELETE = door(DeleteService, deleteService);
