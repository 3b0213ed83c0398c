import { getTranslations } from "next-intl/server";
import { NewCheck } from "@/components/checks/form/new-check";
import { Words } from "@/components/shell/words";

export const generateMetadata = async () => ({ title: (await getTranslations("checks"))("newTitle") });

export default function NewCheckPage() {
  return (
    <Words of={["checks"]}>
      <NewCheck />
    </Words>
  );
}
