import { door } from "@/lib/http/door";
import { ListLabels, listLabels } from "@/lib/telemetry/query/list-labels";

export const GET = door(ListLabels, listLabels);
