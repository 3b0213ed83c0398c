import { door } from "@/lib/http/door";
import { CreateKey, createKey } from "@/lib/identity/keys/create-key";
import { ListKeys, listKeys } from "@/lib/identity/keys/list-keys";

export const GET = door(ListKeys, listKeys);
export const POST = door(CreateKey, createKey, { status: 201 });
