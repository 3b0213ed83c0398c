import { ListCollectors, listCollectors } from "@/lib/fleet/collectors/list-collectors";
import { door } from "@/lib/http/door";

export const GET = door(ListCollectors, listCollectors);
