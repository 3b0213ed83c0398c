"use client";

import { useSearchParams } from "next/navigation";
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";
import { readZone, rememberChoice, ZONE_COOKIE } from "@/components/shell/preferences";

export type Zone = { name: string; local: string; isUtc: boolean };

const ZoneContext = createContext<Zone>({ name: "UTC", local: "UTC", isUtc: true });

/**
 * The zone in which times are written. A link's `tz` decides, else the browser's own zone; the server learns the browser's zone
 * from a cookie, so that only a first visit is painted in UTC.
 */
export function ZoneProvider({ remembered, children }: { remembered: string | undefined; children: ReactNode }) {
  const asked = readZone(useSearchParams().get("tz") ?? undefined);
  const [local, setLocal] = useState(remembered ?? "UTC");
  useEffect(() => {
    const actual = Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
    setLocal(actual);
    if (actual !== remembered) rememberChoice(ZONE_COOKIE, actual);
  }, [remembered]);
  const name = asked ?? local;
  const zone = useMemo(() => ({ name, local, isUtc: name === "UTC" }), [name, local]);
  return <ZoneContext value={zone}>{children}</ZoneContext>;
}

export function useZone(): Zone {
  return useContext(ZoneContext);
}
