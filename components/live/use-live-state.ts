"use client";

import { useSyncExternalStore } from "react";
import { useLive } from "@/components/live/live-provider";
import type { LiveState } from "@/components/live/live-state";

const BEFORE: LiveState = { link: "connecting", paused: false, lostAtMs: null };

/** How the live connection is, and whether a person has paused it. */
export function useLiveState(): LiveState {
  const { connection } = useLive();
  return useSyncExternalStore(connection.state.subscribe, connection.state.read, () => BEFORE);
}
