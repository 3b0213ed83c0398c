import { openHttpLink } from "@/lib/collect/http-link";
import type { Link, LinkTarget } from "@/lib/collect/link";
import { openSocketLink } from "@/lib/collect/socket-link";

// Some networks let no websocket through: after this many failures in a row HTTP is tried in between.
const PATIENCE = 3;

/** Opens links to the console: the socket, and after three failures in a row every second one over HTTP. */
export function createLinkOpener(target: LinkTarget): () => Promise<Link> {
  let failures = 0;
  return async () => {
    if (failures >= PATIENCE && failures % 2 === 1) {
      failures++;
      return openHttpLink(target);
    }
    try {
      const link = await openSocketLink(target);
      failures = 0;
      return link;
    } catch (error) {
      failures++;
      throw error;
    }
  };
}
