import { slot } from "@/lib/platform/slot";
import type { Store } from "@/lib/telemetry/store/store";

/** The one store of this process, made by bin/web or bin/worker. */
export const storeSlot = slot<Store>("store");
