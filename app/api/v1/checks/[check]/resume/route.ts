import { OperateCheck, resumeCheck } from "@/lib/checks/pause-check";
import { door } from "@/lib/http/door";

export const POST = door(OperateCheck, resumeCheck);
