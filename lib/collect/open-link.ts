import { openHttpLink } from "@/lib/collect/http-link";
import { type Link, LinkFailure, type LinkTarget } from "@/lib/collect/link";
import { openSocketLink } from "@/lib/collect/socket-link";

// A console that restarts is not a network without websockets: HTTP is for what lasts.
const PATIENCE = 3;
const HTTP_FOR_MS = 60_000;

/**
 * Opens links to the console, always trying the socket first. When that failed three times in a row for another reason than a refused
 * token, the answer is a link over HTTP that ends after a minute, so that the socket is tried again.
 */
export function createLinkOpener(target: LinkTarget, patience = PATIENCE): () => Promise<Link> {
  let failures = 0;
  return async () => {
    try {
      const link = await openSocketLink(target);
      failures = 0;
      return link;
    } catch (error) {
      failures++;
      if (failures < patience || (error instanceof LinkFailure && error.cut)) throw error;
      const link = openHttpLink(target);
      const timer = setTimeout(link.close, HTTP_FOR_MS);
      timer.unref();
      void link.gone.then(() => clearTimeout(timer));
      return link;
    }
  };
}
