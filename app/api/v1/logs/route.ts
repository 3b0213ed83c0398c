import { door } from "@/lib/http/door";
import { SearchLogs, searchLogs } from "@/lib/telemetry/logs/search";

export const GET = door(SearchLogs, searchLogs);
