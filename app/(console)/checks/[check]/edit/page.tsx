import { getTranslations } from "next-intl/server";
import { EditCheck } from "@/components/checks/form/edit-check";
import { Words } from "@/components/shell/words";

export const generateMetadata = async () => ({ title: (await getTranslations("checks"))("editTitle") });

export default async function EditCheckPage({ params }: { params: Promise<{ check: string }> }) {
  const { check } = await params;
  return (
    <Words of={["checks"]}>
      <EditCheck slug={decodeURIComponent(check)} />
    </Words>
  );
}
