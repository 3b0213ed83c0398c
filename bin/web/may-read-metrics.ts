import type { IncomingMessage } from "node:http";
import type { Client } from "@/lib/http/front";
import type { Authenticate } from "@/lib/identity/authenticate";
import { may } from "@/lib/identity/permit";

/** Whether the console's own measurements may be read: from this very machine when no proxy stands between, or with a key that reads signals. */
export async function mayReadMetrics(
  authenticate: Authenticate,
  request: IncomingMessage,
  client: Client,
): Promise<boolean> {
  if (!client.forwarded && (client.ip === "127.0.0.1" || client.ip === "::1")) return true;
  const { authorization, cookie } = request.headers;
  const caller = await authenticate({ authorization, cookie });
  return caller !== undefined && may(caller, "signals.read");
}
