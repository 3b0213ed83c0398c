import { getTranslations } from "next-intl/server";
import { ExploreBoard } from "@/components/explore/explore-board";
import { Words } from "@/components/shell/words";

export const generateMetadata = async () => ({ title: (await getTranslations("explore"))("title") });

export default function ExplorePage() {
  return (
    <Words of={["explore"]}>
      <ExploreBoard />
    </Words>
  );
}
