import { getTranslations } from "next-intl/server";
import { CheckPage } from "@/components/checks/check-page";
import { Words } from "@/components/shell/words";

export const generateMetadata = async () => ({ title: (await getTranslations("checks"))("title") });

export default async function OneCheckPage({ params }: { params: Promise<{ check: string }> }) {
  const { check } = await params;
  return (
    <Words of={["checks", "charts"]}>
      <CheckPage slug={decodeURIComponent(check)} />
    </Words>
  );
}
