import { door } from "@/lib/http/door";
import { SelectSeries, selectSeries } from "@/lib/telemetry/query/select-series";

export const GET = door(SelectSeries, selectSeries);
