import { door } from "@/lib/http/door";
import { ReadPoints, readPoints } from "@/lib/telemetry/query/read-points";

export const GET = door(ReadPoints, readPoints);
