import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { pageSession } from "@/app/page-session";
import { OverviewBoard } from "@/components/overview/overview-board";
import { Words } from "@/components/shell/words";
import { showOverview } from "@/lib/fleet/overview";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("overview"))("title") };
}

export default async function OverviewPage() {
  const { ctx } = await pageSession();
  return (
    <Words of={["overview", "services"]}>
      <OverviewBoard initial={await showOverview(ctx, {})} />
    </Words>
  );
}
