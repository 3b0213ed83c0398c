import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { pageSession } from "@/app/page-session";
import { LiveProvider } from "@/components/live/live-provider";
import { ConsoleFrame } from "@/components/shell/console-frame";
import { RAIL_COOKIE } from "@/components/shell/preferences";

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const [{ ctx, signedIn }, jar] = await Promise.all([pageSession(), cookies()]);
  const { user, organizationName } = signedIn;
  return (
    <LiveProvider serverTimeMs={ctx.now.getTime()}>
      <ConsoleFrame
        person={{ name: user.name, email: user.email, role: user.role, organization: organizationName }}
        narrow={jar.get(RAIL_COOKIE)?.value === "narrow"}
      >
        {children}
      </ConsoleFrame>
    </LiveProvider>
  );
}
