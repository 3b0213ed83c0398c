export type DatabaseProgram = { version: string; major: string; bin(name: "initdb" | "pg_ctl" | "postgres"): string };
export function databaseProgram(folder: string): DatabaseProgram;
