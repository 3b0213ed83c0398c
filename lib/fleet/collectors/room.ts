import type { Room } from "@/lib/fleet/collectors/conversation";

const MOST_HELLOS = 16;
const MOST_SAMPLES = 500_000;

/** Bounds greetings and samples under way in this process; who finds no place is told to come back, spread over a few seconds. */
export function createRoom({ hellos = MOST_HELLOS, samples = MOST_SAMPLES } = {}): Room {
  const most = { hello: hellos, samples };
  const inside = { hello: 0, samples: 0 };
  let turnedAway = 0;
  return {
    enter(kind, amount) {
      if (inside[kind] > 0 && inside[kind] + amount > most[kind]) {
        turnedAway = (turnedAway + 1) % 1000;
        return 500 + turnedAway * 5;
      }
      inside[kind] += amount;
      return undefined;
    },
    leave(kind, amount) {
      inside[kind] -= amount;
    },
  };
}
