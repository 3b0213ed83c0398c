import { Refusal } from "@/lib/kernel/refusal";

/** The refusal of a body that is not what its headers say; `why` is a short technical English phrase shown inside the translated sentence. */
export function malformed(why: string): Refusal {
  return new Refusal("invalid", "ingest.malformed", { why });
}
