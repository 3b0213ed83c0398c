import { getTranslations } from "next-intl/server";
import { SettingsBoard } from "@/components/settings/settings-board";
import { Words } from "@/components/shell/words";

export const generateMetadata = async () => ({ title: (await getTranslations("settings"))("title") });

export default function SettingsPage() {
  return (
    <Words of={["settings"]}>
      <SettingsBoard />
    </Words>
  );
}
