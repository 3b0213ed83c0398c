import { Cell } from "@/components/live/live-state";

/** The instant under the pointer, shared by every chart of the page; null when the pointer is elsewhere. */
export const crosshair = new Cell<number | null>(null);
