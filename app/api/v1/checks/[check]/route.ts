import { DeleteCheck, deleteCheck } from "@/lib/checks/delete-check";
import { ShowCheck, showCheck } from "@/lib/checks/show-check";
import { UpdateCheck, updateCheck } from "@/lib/checks/update-check";
import { door } from "@/lib/http/door";

export const GET = door(ShowCheck, showCheck);
export const PATCH = door(UpdateCheck, updateCheck);
export const DELETE = door(DeleteCheck, deleteCheck);
