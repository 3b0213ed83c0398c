import { door } from "@/lib/http/door";
import { Me, me } from "@/lib/identity/me";

export const GET = door(Me, me);
