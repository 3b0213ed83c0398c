import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { OverviewBoard } from "@/components/overview/overview-board";
import { Words } from "@/components/shell/words";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("overview"))("title") };
}

export default function OverviewPage() {
  return (
    <Words of={["overview"]}>
      <OverviewBoard />
    </Words>
  );
}
