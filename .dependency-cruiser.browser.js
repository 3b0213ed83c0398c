import floors from "./.dependency-cruiser.js";

// Types are gone before anything reaches a browser, so this one rule is judged on what is left without them.
export default {
  forbidden: [
    {
      name: "browser-reaches-no-database",
      severity: "error",
      from: { path: "^components/", pathNot: "\\.(test|spec)\\.tsx?$" },
      to: { path: "^lib/platform/db/|^node_modules/(pg|@prisma)/", reachable: true },
    },
  ],
  options: { ...floors.options, tsPreCompilationDeps: false },
};
