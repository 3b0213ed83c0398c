import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";

/** The folder of the project. */
export const ROOT = path.resolve(import.meta.dirname, "../..");

const BUILT_FROM = [
  "app",
  "components",
  "lib",
  "public",
  "prisma/schema.prisma",
  "prisma/models",
  "bin",
  "package-lock.json",
  "tsconfig.json",
  "next.config.js",
  "postcss.config.js",
  "proxy.ts",
];
const NOT_BUILT =
  /(\.test\.tsx?$)|(^lib\/testing\/)|(^lib\/platform\/db\/generated\/)|(^bin\/launch\/)|(^bin\/[^/]+\.js$)/;

/** A hash of all that the build reads: equal hashes need no new build. */
export function sourcesHash() {
  return hashOf(BUILT_FROM);
}

/** A hash of the files and folders named, by path and content. */
export function hashOf(names) {
  const hash = createHash("sha256").update(process.versions.modules);
  for (const file of names.flatMap((name) => filesUnder(name)).sort()) {
    hash.update(`\0${file}\0`).update(readFileSync(path.join(ROOT, file)));
  }
  return hash.digest("hex");
}

function filesUnder(name) {
  const found = statSync(path.join(ROOT, name), { throwIfNoEntry: false });
  if (!found || NOT_BUILT.test(found.isDirectory() ? `${name}/` : name)) return [];
  if (!found.isDirectory()) return [name];
  return readdirSync(path.join(ROOT, name)).flatMap((inner) => filesUnder(`${name}/${inner}`));
}
