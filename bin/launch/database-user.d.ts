export type DatabaseUser = { uid: number; gid: number };
export function databaseUser(dataFolder: string): DatabaseUser | undefined;
