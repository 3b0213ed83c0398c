import { getTranslations } from "next-intl/server";
import { DatabaseBoard } from "@/components/database/database-board";
import { Words } from "@/components/shell/words";

export const generateMetadata = async () => ({ title: (await getTranslations("database"))("title") });

export default function DatabasePage() {
  return (
    <Words of={["database", "charts"]}>
      <DatabaseBoard />
    </Words>
  );
}
