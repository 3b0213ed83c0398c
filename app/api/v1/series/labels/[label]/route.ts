import { door } from "@/lib/http/door";
import { ListLabelValues, listLabelValues } from "@/lib/telemetry/query/list-labels";

export const GET = door(ListLabelValues, listLabelValues);
