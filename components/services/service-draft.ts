import type { ServicePage } from "@/lib/fleet/service-shape";
import type { Targets } from "@/lib/fleet/settings";

export const TARGET_FIELDS = ["apiMs", "dbMs", "cdnMs"] as const satisfies (keyof Targets)[];
type TargetField = (typeof TARGET_FIELDS)[number];

/** A service as a form holds it: everything is text until it is sent. */
export type ServiceDraft = Record<"name" | "slug" | "description" | "objective" | TargetField, string>;

/** A form for a new service, or for one that is changed. */
export function draftOf(service?: ServicePage): ServiceDraft {
  const own = (field: TargetField) => service?.ownTargets[field]?.toString() ?? "";
  return {
    name: service?.name ?? "",
    slug: "",
    description: service?.description ?? "",
    objective: String(service?.objective ?? 99.9),
    apiMs: own("apiMs"),
    dbMs: own("dbMs"),
    cdnMs: own("cdnMs"),
  };
}

const numberOf = (text: string) => (text.trim() === "" ? undefined : Number(text.replace(",", ".")));

/** What a form sends: an empty target is left to the organization's. */
export function inputOf(draft: ServiceDraft): Record<string, unknown> {
  const targets = Object.fromEntries(
    TARGET_FIELDS.flatMap((field) => {
      const value = numberOf(draft[field]);
      return value === undefined ? [] : [[field, value]];
    }),
  );
  const { name, slug, description } = draft;
  return {
    name,
    description,
    objective: numberOf(draft.objective),
    targets,
    ...(slug.trim() === "" ? {} : { slug: slug.trim() }),
  };
}
