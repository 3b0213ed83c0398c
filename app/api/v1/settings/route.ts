import { NoInput, showSettings } from "@/lib/fleet/read-settings";
import { door } from "@/lib/http/door";

export const GET = door(NoInput, showSettings);
