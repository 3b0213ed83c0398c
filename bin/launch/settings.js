import os from "node:os";
import path from "node:path";
import { Sentence } from "./sentence.js";

/** What the person who starts Nocturne asked for, from the environment; each wrong value is one sentence. */
export function readSettings(env, { name = "nocturne" } = {}) {
  return {
    port: readPort(env.PORT || "3000"),
    host: env.HOST || "0.0.0.0",
    data: path.resolve(env.NOCTURNE_DATA || defaultFolder(env, name)),
    databaseUrl: readDatabaseUrl(env.DATABASE_URL),
    publicUrl: readPublicUrl(env.PUBLIC_URL),
    secret: readSecret(env.NOCTURNE_SECRET),
  };
}

function readPort(text) {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port;
  throw new Sentence(`PORT must be a number from 1 to 65535; it is "${text}".`);
}

function defaultFolder(env, name) {
  if (process.getuid?.() === 0) return `/var/lib/${name}`;
  return path.join(env.XDG_DATA_HOME || path.join(os.homedir(), ".local", "share"), name);
}

function readDatabaseUrl(text) {
  if (!text) return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && /^postgres(ql)?:$/.test(url.protocol) && url.pathname.length > 1) return text;
  throw new Sentence("DATABASE_URL is not of the form postgresql://user:password@host:5432/database.");
}

function readPublicUrl(text) {
  if (!text) return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && /^https?:$/.test(url.protocol)) return url.origin;
  throw new Sentence(`PUBLIC_URL must be the http(s) address that browsers use; it is "${text}".`);
}

function readSecret(text) {
  if (!text) return undefined;
  if (text.length >= 32) return text;
  throw new Sentence(`NOCTURNE_SECRET must have at least 32 characters; it has ${text.length}.`);
}
