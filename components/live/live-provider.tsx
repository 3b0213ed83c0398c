"use client";

import { useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useEffect, useState } from "react";
import { Connection } from "@/components/live/connection";
import { staleAfter } from "@/components/live/reactions";
import { SeriesStore } from "@/components/live/series-store";
import { ServerClock } from "@/components/live/server-clock";
import type { Change } from "@/lib/live/contract";

export type Live = { store: SeriesStore; clock: ServerClock; connection: Connection; renderedAtMs: number };

const LiveContext = createContext<Live | undefined>(undefined);

const GATHER_MS = 250;

/** Changes come in bursts; what they make stale is asked for once per quarter of a second. */
function gather(tell: (roots: ReadonlySet<string>) => void): (change: Change) => void {
  let waiting: Set<string> | undefined;
  return (change) => {
    if (!waiting) {
      const roots = new Set<string>();
      waiting = roots;
      setTimeout(() => {
        waiting = undefined;
        tell(roots);
      }, GATHER_MS);
    }
    for (const root of staleAfter(change.kind)) waiting.add(root);
  };
}

/** Holds the page's socket, ticks and server time. `serverTimeMs` is the server's time at the first paint. */
export function LiveProvider({ serverTimeMs, children }: { serverTimeMs: number; children: ReactNode }) {
  const client = useQueryClient();
  const [live] = useState<Live>(() => {
    const store = new SeriesStore();
    const clock = new ServerClock();
    const connection = new Connection({
      store,
      clock,
      onChange: gather((roots) => {
        if (connection.state.read().paused) return;
        void client.invalidateQueries({ predicate: ({ queryKey }) => roots.has(String(queryKey[0])) });
      }),
      onReturn: () => void client.invalidateQueries(),
    });
    return { store, clock, connection, renderedAtMs: serverTimeMs };
  });
  useEffect(() => {
    if (!live.clock.learnt) live.clock.learn(serverTimeMs);
    void live.connection.open();
    return () => live.connection.close();
  }, [live, serverTimeMs]);
  return <LiveContext value={live}>{children}</LiveContext>;
}

export function useLive(): Live {
  const live = useContext(LiveContext);
  if (!live) throw new Error("useLive needs a LiveProvider above it");
  return live;
}
