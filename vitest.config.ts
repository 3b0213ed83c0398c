import path from "node:path";
import { defineConfig } from "vitest/config";

const root = import.meta.dirname;
const rules = ["{app,bench,bin,components,lib}/**/*.test.{ts,tsx}", "*.test.ts"];
const onDatabase = ["{app,bin,components,lib}/**/*.db.test.ts"];

const shared = {
  environment: "node" as const,
  // Generous: what is tested is what holds, not how fast it is on a busy machine.
  testTimeout: 30_000,
  hookTimeout: 60_000,
  env: { LOG_LEVEL: "silent", TZ: "UTC", NEXT_TELEMETRY_DISABLED: "1" },
};

export default defineConfig({
  resolve: { alias: { "@": path.resolve(root) } },
  test: {
    passWithNoTests: false,
    reporters: ["default"],
    projects: [
      {
        extends: true,
        test: {
          ...shared,
          name: "rules",
          setupFiles: ["lib/testing/each-file.ts"],
          include: rules,
          exclude: onDatabase,
        },
      },
      {
        extends: true,
        test: {
          ...shared,
          name: "database",
          setupFiles: ["lib/testing/each-file.ts", "lib/testing/each-database-file.ts"],
          include: onDatabase,
          globalSetup: ["lib/testing/global-setup.ts"],
          pool: "forks",
        },
      },
    ],
  },
});
