import type { TestProject } from "vitest/node";
import { createTemplate, dropDatabases } from "@/lib/testing/template";
import { startTestServer } from "@/lib/testing/test-server";

declare module "vitest" {
  export interface ProvidedContext {
    testServer: { url: string; template: string; prefix: string };
  }
}

/** Starts one PostgreSQL for the run, migrates the template once, and takes both away at the end. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startTestServer();
  const prefix = `nocturne_test_${process.pid}_`;
  const template = `${prefix}template`;
  try {
    await createTemplate(server.url, template);
  } catch (error) {
    await server.stop();
    throw error;
  }
  project.provide("testServer", { url: server.url, template, prefix });
  return async () => {
    await dropDatabases(server.url, prefix);
    await server.stop();
  };
}
