import { defineConfig } from "prisma/config";

export default defineConfig({
  schema: "prisma",
  migrations: { path: "prisma/migrations" },
  datasource: { url: process.env["DATABASE_URL"] ?? "postgresql://localhost/nocturne" },
  experimental: { externalTables: true },
  tables: {
    external: ["store.journal", "store.chunk", "store.log_record", "store.log_recount"],
  },
});
