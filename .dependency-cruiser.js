import { FLOORS } from "./floors.config.js";

const TESTS = "\\.(test|spec)\\.tsx?$";

const floors = FLOORS.map((floor, at) => ({
  name: `floor-${floor}`,
  comment: `lib/${floor} imports only the floors below it.`,
  severity: "error",
  from: { path: `^lib/${floor}/`, pathNot: TESTS },
  to: { path: `^lib/(${[...FLOORS.slice(at + 1), "collect"].join("|")})/` },
}));

export default {
  forbidden: [
    ...floors,
    {
      name: "known-floor",
      comment: "Every folder of lib is a floor, the collector or the test harness.",
      severity: "error",
      from: {},
      to: { path: "^lib/", pathNot: `^lib/(${[...FLOORS, "collect", "testing"].join("|")})/` },
    },
    {
      name: "collector-stands-alone",
      severity: "error",
      from: { path: "^lib/collect/", pathNot: TESTS },
      to: { path: "^lib/", pathNot: "^lib/(collect|kernel|probes)/|^lib/telemetry/sample\\.ts$" },
    },
    {
      name: "part-is-private",
      comment: "lib/<module>/<part>/<file> is a door; anything deeper belongs to its part.",
      severity: "error",
      from: { path: "^lib/([^/]+)/([^/]+)/", pathNot: TESTS },
      to: {
        path: "^lib/([^/]+)/([^/]+)/[^/]+/",
        pathNot: "^lib/$1/$2/|^lib/i18n/messages/|^lib/platform/db/generated/",
      },
    },
    {
      name: "deep-is-private-to-the-rest",
      severity: "error",
      from: { pathNot: `^lib/|${TESTS}` },
      to: { path: "^lib/[^/]+/[^/]+/[^/]+/", pathNot: "^lib/i18n/messages/|^lib/platform/db/generated/" },
    },
    {
      name: "lib-knows-no-screen",
      severity: "error",
      from: { path: "^lib/", pathNot: "^lib/testing/" },
      to: {
        path: "^(app|components|bin|e2e|bench)/|^node_modules/(react|react-dom|next|next-intl|@mantine|recharts)/",
        pathNot: "^lib/",
      },
    },
    {
      name: "components-know-no-address",
      severity: "error",
      from: { path: "^components/" },
      to: { path: "^(app|bin|e2e|bench)/" },
    },
    {
      name: "tests-stay-outside",
      severity: "error",
      from: { path: "^(app|components|lib|bin)/", pathNot: `${TESTS}|^lib/testing/|/testing/` },
      to: { path: "^(lib/testing|e2e)/" },
    },
    {
      name: "no-circle",
      severity: "error",
      from: { pathNot: "^lib/platform/db/generated/" },
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "no-orphan-package",
      severity: "error",
      from: { path: "^(app|bin|components|lib)/" },
      to: { dependencyTypes: ["npm-no-pkg", "npm-unknown"] },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(\\.next|dist)/" },
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "node", "default", "types"] },
  },
};
