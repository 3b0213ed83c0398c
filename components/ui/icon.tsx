const PATHS = {
  overview: "M2 9.5 8 3l6 6.5M4 8v6h8V8",
  services: "M2.5 3.5h11v3h-11zm0 6h11v3h-11zM5 5h.01M5 11h.01",
  regions: "M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8M1.8 8h12.4M8 1.8c4 4 4 8.4 0 12.4-4-4-4-8.4 0-12.4",
  hosts: "M2.5 2.5h11v8h-11zM5.5 13.5h5M8 10.5v3",
  database: "M2.5 4c0-2.7 11-2.7 11 0v8c0 2.7-11 2.7-11 0zm0 0c0 2.7 11 2.7 11 0m-11 4c0 2.7 11 2.7 11 0",
  checks: "M2.5 8.5 6 12l7.5-8",
  logs: "M2.5 3.5h11m-11 3h8m-8 3h11m-11 3h6",
  explore: "M2 13.5h12M2.5 11 6 6.5l3 2.5 4.5-6",
  collectors:
    "M8 14V8m0 0a1.5 1.5 0 1 0 0-.01M4.5 11a5 5 0 0 1 0-7m7 0a5 5 0 0 1 0 7M2.4 13a8 8 0 0 1 0-11m11.2 0a8 8 0 0 1 0 11",
  search: "M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9m3.3 7.8 3.5 3.5",
  pause: "M5.5 3.5v9m5-9v9",
  play: "M5 3v10l7.5-5z",
  sun: "M8 5.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6M8 1v1.6m0 10.8V15M1 8h1.6m10.8 0H15M3 3l1.2 1.2m7.6 7.6L13 13m0-10-1.2 1.2M4.2 11.8 3 13",
  moon: "M13 10.2A6 6 0 0 1 5.8 3 5.6 5.6 0 1 0 13 10.2",
  user: "M8 2.5a2.7 2.7 0 1 0 0 5.4 2.7 2.7 0 0 0 0-5.4M2.5 14c.6-5.300 10.400-5.300 11 0",
  clock: "M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2m0 2.800V8l2.300 1.600",
  collapse: "M10 3.500 5.500 8l4.500 4.500",
  expand: "M6 3.500 10.500 8 6 12.500",
  down: "m4 6 4 4 4-4",
  more: "M3 8h.01M8 8h.01M13 8h.01",
  copy: "M5.500 5.500h8v8h-8zM10.500 5.500v-3h-8v8h3",
  close: "m3.500 3.500 9 9m0-9-9 9",
  keyboard: "M1.500 4h13v8h-13zM4 6.500h.01M6.700 6.500h.01M9.300 6.500h.01M12 6.500h.01M5 9.500h6",
  zoomOut: "M7 2.500a4.500 4.500 0 1 0 0 9 4.500 4.500 0 0 0 0-9m3.300 7.800 3.500 3.500M5 7h4",
  plus: "M8 3v10M3 8h10",
  alert: "M8 2 14.500 13.500h-13zM8 6.500v3.500m0 1.700v.01",
} as const;

export type IconName = keyof typeof PATHS;

/** One line drawing of 16 px, in the colour of the text beside it; decoration only, so it is never read aloud. */
export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg
      viewBox="0 0 16 16"
      width={`${size / 16}rem`}
      height={`${size / 16}rem`}
      fill="none"
      stroke="currentColor"
      strokeWidth={name === "more" ? 2.2 : 1.4}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
