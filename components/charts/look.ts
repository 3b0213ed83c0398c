/** The frame around a plot, in px: the layer under the pointer has to know where the drawing is. */
export const AXIS_WIDTH = 64;
export const AXIS_HEIGHT = 24;
export const EDGE = 8;

const INKS = 8;
const DASHES = [undefined, "5 3", "2 2"] as const;

/** Wong's colours in order; after eight lines the same colours come again with another dash. */
export function inkOf(index: number): string {
  return `var(--c${(index % INKS) + 1})`;
}

export function dashOf(index: number): string | undefined {
  return DASHES[Math.floor(index / INKS) % DASHES.length];
}
