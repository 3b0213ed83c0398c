import { ShowDatabase, showDatabase } from "@/lib/fleet/show-database";
import { door } from "@/lib/http/door";

export const GET = door(ShowDatabase, showDatabase);
