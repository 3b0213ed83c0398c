import { CreateCheck } from "@/lib/checks/check-fields";
import { createCheck } from "@/lib/checks/create-check";
import { ListChecks, listChecks } from "@/lib/checks/list-checks";
import { door } from "@/lib/http/door";

export const GET = door(ListChecks, listChecks);
export const POST = door(CreateCheck, createCheck, { status: 201 });
