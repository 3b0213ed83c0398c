import { getTranslations } from "next-intl/server";
import { HostPage } from "@/components/hosts/host-page";
import { Words } from "@/components/shell/words";

export const generateMetadata = async () => ({ title: (await getTranslations("hosts"))("title") });

export default async function OneHostPage({ params }: { params: Promise<{ host: string }> }) {
  const { host } = await params;
  return (
    <Words of={["hosts", "charts"]}>
      <HostPage id={decodeURIComponent(host)} />
    </Words>
  );
}
