import { getTranslations } from "next-intl/server";
import { CheckList } from "@/components/checks/check-list";
import { Words } from "@/components/shell/words";

export const generateMetadata = async () => ({ title: (await getTranslations("checks"))("title") });

export default function ChecksPage() {
  return (
    <Words of={["checks"]}>
      <CheckList />
    </Words>
  );
}
