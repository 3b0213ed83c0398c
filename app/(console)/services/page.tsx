import { getTranslations } from "next-intl/server";
import { ServiceList } from "@/components/services/service-list";
import { Words } from "@/components/shell/words";

export const generateMetadata = async () => ({ title: (await getTranslations("services"))("title") });

export default function ServicesPage() {
  return (
    <Words of={["services"]}>
      <ServiceList />
    </Words>
  );
}
