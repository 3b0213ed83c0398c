import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import type { ReactNode } from "react";
import { LiveProvider } from "@/components/live/live-provider";
import { ConsoleFrame } from "@/components/shell/console-frame";
import { RAIL_COOKIE } from "@/components/shell/preferences";
import { pageCtx } from "@/lib/http/page-ctx";

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const [head, jar] = await Promise.all([headers(), cookies()]);
  const page = await pageCtx(head);
  if (!page) redirect(`/sign-in?callbackUrl=${encodeURIComponent(head.get("x-path") ?? "/")}`);
  const { user, organizationName } = page.signedIn;
  return (
    <LiveProvider serverTimeMs={page.ctx.now.getTime()}>
      <ConsoleFrame
        person={{ name: user.name, email: user.email, role: user.role, organization: organizationName }}
        narrow={jar.get(RAIL_COOKIE)?.value === "narrow"}
      >
        {children}
      </ConsoleFrame>
    </LiveProvider>
  );
}
