import { getTranslations } from "next-intl/server";
import { RegionList } from "@/components/regions/region-list";
import { Words } from "@/components/shell/words";

export const generateMetadata = async () => ({ title: (await getTranslations("regions"))("title") });

export default function RegionsPage() {
  return (
    <Words of={["regions"]}>
      <RegionList />
    </Words>
  );
}
