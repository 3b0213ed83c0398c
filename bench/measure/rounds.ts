/**
 * Runs each subject once per round, in an order that turns, so that a slow minute of the machine hits all of them.
 * Answers the figures of each subject in the order of the rounds.
 */
export async function interleaved<Name extends string>(
  rounds: number,
  subjects: Readonly<Record<Name, (round: number) => Promise<number>>>,
  before: (round: number) => Promise<void> | void = () => undefined,
): Promise<Record<Name, number[]>> {
  const names = Object.keys(subjects) as Name[];
  const figures = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<Name, number[]>;
  for (let round = 0; round < rounds; round++) {
    await before(round);
    for (let i = 0; i < names.length; i++) {
      const name = names[(round + i) % names.length] as Name;
      figures[name].push(await subjects[name](round));
    }
  }
  return figures;
}
