import { LIVE_PATH } from "@/lib/live/contract";

/** Where a console's sockets are opened, in the words of Engine.IO. */
export function socketOf(url: string): { url: string } {
  return { url: `${url.replace(/^http/, "ws")}${LIVE_PATH}?EIO=4&transport=websocket` };
}
