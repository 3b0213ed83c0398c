import { CreateRegion, createRegion } from "@/lib/fleet/regions/create-region";
import { ListRegions, listRegions } from "@/lib/fleet/regions/list-regions";
import { door } from "@/lib/http/door";

export const GET = door(ListRegions, listRegions);
export const POST = door(CreateRegion, createRegion, { status: 201 });
