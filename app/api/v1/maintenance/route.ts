import { CreateMaintenance, createMaintenance } from "@/lib/checks/maintenance/create-maintenance";
import { ListMaintenance, listMaintenance } from "@/lib/checks/maintenance/list-maintenance";
import { door } from "@/lib/http/door";

export const GET = door(ListMaintenance, listMaintenance);
export const POST = door(CreateMaintenance, createMaintenance, { status: 201 });
