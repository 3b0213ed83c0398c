import type { IconName } from "@/components/ui/icon";

/** The pages of the desk in the order of the rail; `key` is what follows `g` on the keyboard. */
export const PLACES = [
  { name: "overview", href: "/", key: "o" },
  { name: "services", href: "/services", key: "s" },
  { name: "regions", href: "/regions", key: "r" },
  { name: "hosts", href: "/hosts", key: "h" },
  { name: "database", href: "/database", key: "d" },
  { name: "checks", href: "/checks", key: "c" },
  { name: "logs", href: "/logs", key: "l" },
  { name: "explore", href: "/explore", key: "e" },
  { name: "collectors", href: "/collectors", key: "k" },
] as const satisfies { name: IconName; href: string; key: string }[];

export type Place = (typeof PLACES)[number];

/** What the bottom bar of a phone shows before "more". */
export const PHONE_PLACES = 4;

export function isAt(place: Place, pathname: string): boolean {
  return place.href === "/" ? pathname === "/" : pathname === place.href || pathname.startsWith(`${place.href}/`);
}
