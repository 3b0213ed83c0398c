import { getTranslations } from "next-intl/server";
import { LogsBoard } from "@/components/logs/logs-board";
import { Words } from "@/components/shell/words";

export const generateMetadata = async () => ({ title: (await getTranslations("logs"))("title") });

export default function LogsPage() {
  return (
    <Words of={["logs"]}>
      <LogsBoard />
    </Words>
  );
}
