import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { pageSession } from "@/app/page-session";
import { ServicePage } from "@/components/services/service-page";
import { Words } from "@/components/shell/words";
import { showService } from "@/lib/fleet/services/show-service";
import { isRefusal } from "@/lib/kernel/refusal";

export const generateMetadata = async () => ({ title: (await getTranslations("services"))("title") });

type Props = { params: Promise<{ service: string }> };

export default async function OneServicePage({ params }: Props) {
  const [{ ctx }, { service }] = await Promise.all([pageSession(), params]);
  const initial = await showService(ctx, { service: decodeURIComponent(service) }).catch((error: unknown) => {
    if (isRefusal(error) && error.code === "missing") return undefined;
    throw error;
  });
  if (!initial) notFound();
  return (
    <Words of={["services", "charts"]}>
      <ServicePage initial={initial} />
    </Words>
  );
}
