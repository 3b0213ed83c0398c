import { CreateInstance, createInstance } from "@/lib/fleet/instances/create-instance";
import { ListInstances, listInstances } from "@/lib/fleet/instances/list-instances";
import { door } from "@/lib/http/door";

export const GET = door(ListInstances, listInstances);
export const POST = door(CreateInstance, createInstance, { status: 201 });
