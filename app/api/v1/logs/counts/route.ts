import { door } from "@/lib/http/door";
import { CountLogs, countLogs } from "@/lib/telemetry/logs/count-logs";

export const GET = door(CountLogs, countLogs);
