import { getTranslations } from "next-intl/server";
import { HostList } from "@/components/hosts/host-list";
import { Words } from "@/components/shell/words";

export const generateMetadata = async () => ({ title: (await getTranslations("hosts"))("title") });

export default function HostsPage() {
  return (
    <Words of={["hosts"]}>
      <HostList />
    </Words>
  );
}
