import { checkNow } from "@/lib/checks/check-now";
import { OperateCheck } from "@/lib/checks/pause-check";
import { door } from "@/lib/http/door";

export const POST = door(OperateCheck, checkNow, { status: 202 });
