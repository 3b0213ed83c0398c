import { OperateCheck, pauseCheck } from "@/lib/checks/pause-check";
import { door } from "@/lib/http/door";

export const POST = door(OperateCheck, pauseCheck);
