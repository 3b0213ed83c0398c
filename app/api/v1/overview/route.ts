import { showOverview } from "@/lib/fleet/overview";
import { NoInput } from "@/lib/fleet/read-settings";
import { door } from "@/lib/http/door";

export const GET = door(NoInput, showOverview);
