import { CreateHost, createHost } from "@/lib/fleet/hosts/create-host";
import { ListHosts, listHosts } from "@/lib/fleet/hosts/list-hosts";
import { door } from "@/lib/http/door";

export const GET = door(ListHosts, listHosts);
export const POST = door(CreateHost, createHost, { status: 201 });
