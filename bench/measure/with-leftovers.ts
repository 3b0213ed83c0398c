import { createLeftovers, type Leftovers } from "@/bench/measure/leftovers";

/** Does the work and afterwards stops and removes whatever it started, also when it fails. */
export async function withLeftovers<T>(work: (leftovers: Leftovers) => Promise<T>): Promise<T> {
  const leftovers = createLeftovers();
  try {
    return await work(leftovers);
  } finally {
    await leftovers.clear();
  }
}
