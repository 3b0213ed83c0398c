import { CreateService, createService } from "@/lib/fleet/services/create-service";
import { ListServices, listServices } from "@/lib/fleet/services/list-services";
import { door } from "@/lib/http/door";

export const GET = door(ListServices, listServices);
export const POST = door(CreateService, createService, { status: 201 });
