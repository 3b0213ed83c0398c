import { getTranslations } from "next-intl/server";
import { CollectorList } from "@/components/collectors/collector-list";
import { Words } from "@/components/shell/words";

export const generateMetadata = async () => ({ title: (await getTranslations("collectors"))("title") });

export default function CollectorsPage() {
  return (
    <Words of={["collectors", "checks"]}>
      <CollectorList />
    </Words>
  );
}
