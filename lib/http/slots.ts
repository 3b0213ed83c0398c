import type { Authenticate } from "@/lib/identity/authenticate";
import { slot } from "@/lib/platform/slot";

/** Who sends a request: filled by the web process, so that all bundles share one cache of sessions and keys. */
export const authenticateSlot = slot<Authenticate>("authenticate");
