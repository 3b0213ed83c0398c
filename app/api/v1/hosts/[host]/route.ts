import { DeleteHost, deleteHost } from "@/lib/fleet/hosts/delete-host";
import { ShowHost, showHost } from "@/lib/fleet/hosts/show-host";
import { UpdateHost, updateHost } from "@/lib/fleet/hosts/update-host";
import { door } from "@/lib/http/door";

export const GET = door(ShowHost, showHost);
export const PATCH = door(UpdateHost, updateHost);
export const DELETE = door(DeleteHost, deleteHost);
