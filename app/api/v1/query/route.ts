import { door } from "@/lib/http/door";
import { RunQuery, runQuery } from "@/lib/telemetry/query/run-query";

export const POST = door(RunQuery, runQuery);
